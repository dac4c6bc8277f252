import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The part of vitest's report that is used here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly success: boolean;
}

/** Prints one line with the totals of all packages' tests, of the browser tests, of the sites in `hosts/`, and of the chat page. */
const packages = globSync('{packages/*,contract,examples,scripts}/package.json').map((file) => dirname(file));
const expected = [
  ...packages.map((folder) => `${folder}/.results/vitest.json`),
  'examples/.results/browser.json',
  'hosts/.results/hosts.json',
  'examples/.results/chat.json',
];
const files = expected.filter((file) => existsSync(file));
const reports = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Report);
const sum = (count: (report: Report) => number): number => reports.reduce((total, report) => total + count(report), 0);

const passed = sum((report) => report.numPassedTests);
const failed = sum((report) => report.numFailedTests);
const skipped = sum((report) => report.numPendingTests);
for (const file of expected)
  if (!files.includes(file)) console.error(`${file} is missing: these tests did not finish.`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
if (failed > 0 || passed === 0 || files.length !== expected.length || !reports.every(({ success }) => success))
  process.exitCode = 1;
