import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Document, DocumentError } from '../spec/document.ts';
import type { Level } from './change.ts';

/** The part of a `redocly diff` change that is used here. */
export interface RedoclyChange {
  readonly kind: 'added' | 'removed' | 'modified';
  readonly impact: Level;
  readonly typeName: string;
  /** The changed keyword. Missing if the whole object was added or removed. */
  readonly property?: string;
  readonly verdicts: readonly { readonly ruleId: string; readonly message: string }[];
  readonly base?: { readonly pointer: string };
  readonly revision?: { readonly pointer: string };
}

const require = createRequire(import.meta.url);
const manifestPath = require.resolve('@redocly/cli/package.json');
const manifest: { bin: { redocly: string } } = require(manifestPath);
const program = join(dirname(manifestPath), manifest.bin.redocly);

/** Runs `redocly diff`. The command is experimental, so its output is checked. */
export async function redoclyDiff(base: Document, revision: Document): Promise<readonly RedoclyChange[]> {
  const folder = await mkdtemp(join(tmpdir(), 'spec-diff-'));
  try {
    await writeFile(join(folder, 'base.json'), JSON.stringify(base));
    await writeFile(join(folder, 'revision.json'), JSON.stringify(revision));
    const options = ['diff', 'base.json', 'revision.json', '--format', 'json', '--fail-on', 'none', '-o', 'diff.json'];
    await promisify(execFile)(process.execPath, [program, ...options], {
      cwd: folder,
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    });
    const report: { changes?: readonly RedoclyChange[] } = JSON.parse(
      await readFile(join(folder, 'diff.json'), 'utf8'),
    );
    if (!Array.isArray(report.changes)) throw new DocumentError('`redocly diff` printed an unknown format.');
    return report.changes;
  } finally {
    await rm(folder, { recursive: true });
  }
}
