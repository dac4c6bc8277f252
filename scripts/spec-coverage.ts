/**
 * Compares the description in openapi/ with the facts in openapi/facts.yaml and prints the coverage.
 * Usage: pnpm spec:coverage [--spec <file>] [--facts <file>]
 * Exit code: 0 complete, 1 something is missing, differs or has no source.
 */
import { parseArgs } from 'node:util';
import { coverageOf } from './provenance/coverage.ts';
import { readFacts } from './provenance/facts.ts';
import { coverageReport } from './provenance/report.ts';
import { bundled } from './spec/bundle.ts';

const { values } = parseArgs({ options: { spec: { type: 'string' }, facts: { type: 'string' } } });
const facts = await readFacts(values.facts);
const coverage = coverageOf(await bundled(values.spec), facts);
console.log(coverageReport(coverage, facts));
if (!coverage.isComplete) process.exitCode = 1;
