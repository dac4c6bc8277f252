import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { Xpander } from '@xpander/sdk';

// 0 * * * *  cd /srv/reports && node daily.ts >>daily.log 2>&1
const { XPANDER_AGENT_ID = '', REPORTS = 'reports' } = process.env;
const today = new Date().toISOString().slice(0, 10);
// A day whose last program was killed is named by hand: `node daily.ts 2026-12-01`.
const [day = today] = process.argv.slice(2);
const file = `${REPORTS}/${day}.txt`;

if (existsSync(file)) console.log(`The report of ${day} was written before.`);
else await writeReport();

async function writeReport(): Promise<void> {
  const { result } = await new Xpander().agent(XPANDER_AGENT_ID).run(`Write the market report of ${day}`, {
    // All programs of a day stand for one run. A request that a killed program has sent may arrive a second later.
    once: { key: `daily-report/${day}`, graceMs: 1_000 },
    // The program of the next hour goes on waiting.
    deadlineMs: 55 * 60_000,
    onUpdate: ({ id, status }) => console.log(`Task ${id} is ${status}.`),
  });
  await mkdir(REPORTS, { recursive: true });
  // A file that is there is a whole one, because a program may also be killed while it writes.
  await writeFile(`${file}.${process.pid}`, result ?? '');
  await rename(`${file}.${process.pid}`, file);
  console.log(`The report of ${day} is in ${file}.`);
}
