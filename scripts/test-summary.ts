import { globSync, readFileSync } from 'node:fs';

/** The part of vitest's report that counts. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly success: boolean;
}

/** Sums up what every package's tests reported, in one closing line. */
const files = globSync('{packages/*,contract,examples,scripts}/.results/vitest.json').sort();
const reports = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Report);
const sum = (count: (report: Report) => number): number => reports.reduce((total, report) => total + count(report), 0);

const passed = sum((report) => report.numPassedTests);
const failed = sum((report) => report.numFailedTests);
const skipped = sum((report) => report.numPendingTests);
const packages = globSync('{packages/*,contract,examples,scripts}/package.json').length;

if (reports.length !== packages) console.error(`${reports.length} of ${packages} packages reported their tests.`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
if (failed > 0 || passed === 0 || reports.length !== packages || !reports.every(({ success }) => success))
  process.exitCode = 1;
