import { mkdir, writeFile } from 'node:fs/promises';
import { askSite } from './ask.ts';
import { judge } from './check.ts';
import { toMarkdown } from './report.ts';
import { sites } from './site/sites.ts';

/** `pnpm hosts` tries every site. If all promises are kept, it writes RESULTS.md. */
const startedMs = performance.now();
const findings = await Promise.all(sites.map(askSite));
const trials = findings.flatMap((finding) => finding.trials);
const verdicts = [...trials.map(judge), ...findings.flatMap(({ document }) => document)];
const broken = verdicts.filter(({ breaches }) => breaches.length > 0);
for (const { name, breaches } of broken) for (const breach of breaches) process.stderr.write(`${name}: ${breach}\n`);

const kept = verdicts.length - broken.length;
const seconds = Math.round((performance.now() - startedMs) / 1_000);
process.stdout.write(`${kept} of ${verdicts.length} promises are kept (${seconds} s)\n`);
if (broken.length === 0) await writeFile(new URL('RESULTS.md', import.meta.url), toMarkdown(trials));
else process.exitCode = 1;

// In the form of vitest, for scripts/test-summary.ts.
const results = {
  numPassedTests: kept,
  numFailedTests: broken.length,
  numPendingTests: 0,
  success: broken.length === 0,
};
await mkdir(new URL('.results', import.meta.url), { recursive: true });
await writeFile(new URL('.results/hosts.json', import.meta.url), JSON.stringify(results));
