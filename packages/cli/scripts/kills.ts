/**
 * Kills a batch of 10,000 lines ten times with -9, and writes KILLS.md: `node scripts/kills.ts [lines] [kills]`. The package
 * must be built.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runKills } from '../tests/kills/run-kills.ts';

const [lines = 10_000, kills = 10] = process.argv.slice(2).map(Number);
const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const report = await runKills({ bin, lines, kills, concurrency: 100 });
const { killedAt, tornLines, lost, runTwice, results, wrongResults, code, summary } = report;
const page = `# A batch that is killed

\`node scripts/kills.ts\` wrote this page: \`xpander-agent batch\` with ${lines.toLocaleString('en')} lines against the emulator over HTTP, killed with
\`kill -9\` at random moments and started again by the same command. After each kill the end of the last result was cut off, as a
crash of the machine does.
Each text stands in ten lines. What ran is counted by the agent, not by the command.

| | |
|---|---:|
| lines | ${lines} |
| kills with -9 | ${killedAt.length} |
| torn last lines | ${tornLines} |
| lines that never ran | ${lost} |
| lines that ran twice | ${runTwice} |
| results | ${results} |
| results that are wrong or stand twice | ${wrongResults} |
| exit code | ${code} |

Results that were stored at each kill: ${killedAt.join(', ')}.

The last process printed: \`${summary}\`
`;
writeFileSync(fileURLToPath(new URL('../KILLS.md', import.meta.url)), page);
console.log(page);
process.exitCode = lost + runTwice + wrongResults === 0 && results === lines && code === 0 ? 0 : 1;
