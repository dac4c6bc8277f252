/**
 * Compares our description with one published by the vendor.
 * Usage: pnpm spec:upstream <file-or-url> [--json] [--spec <file>]
 * Exit code: 0 no differences, 1 differences, 2 a document cannot be read.
 */
import { parseArgs } from 'node:util';
import { bundled } from './spec/bundle.ts';
import { compareSurfaces } from './upstream/compare.ts';
import { readDocument } from './upstream/read-document.ts';
import { upstreamReport } from './upstream/report.ts';
import { surfaceOf } from './upstream/surface.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, spec: { type: 'string' } },
});

try {
  const [source] = positionals;
  if (source === undefined) throw new Error('Usage: pnpm spec:upstream <file-or-url> [--json]');
  const theirs = surfaceOf(await readDocument(source));
  const comparison = compareSurfaces(surfaceOf(await bundled(values.spec)), theirs);
  console.log(values.json ? JSON.stringify(comparison, undefined, 2) : upstreamReport(source, comparison));
  process.exitCode = comparison.isSame ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
