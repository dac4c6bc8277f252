/**
 * Refuses a release until the owner has set the real address of the repository.
 * Usage: node scripts/release-check.ts [--metadata <file>]
 * Exit code: 0 ready, 1 not ready.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readMetadata } from './release/metadata.ts';
import { findObstacles } from './release/readiness.ts';

const { values } = parseArgs({ options: { metadata: { type: 'string' } } });
const metadata = values.metadata === undefined ? readMetadata() : JSON.parse(readFileSync(values.metadata, 'utf8'));

const obstacles = findObstacles(metadata, process.env.GITHUB_REPOSITORY);
for (const obstacle of obstacles) console.error(`Not released: ${obstacle}`);
process.exitCode = obstacles.length === 0 ? 0 : 1;
