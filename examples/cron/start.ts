import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Script } from '@xpander/mock';
import { launch } from '../launch.ts';

const analyst: Script = async ({ sleep }) => {
  await sleep(3_000);
  return 'Demand grew by 6 % over the quarter.';
};

await launch(analyst, async ({ mock, start }) => {
  const REPORTS = await mkdtemp(join(tmpdir(), 'reports-'));
  try {
    console.log('Cron starts the program of nine o’clock:');
    const nine = start('cron/daily.ts', { REPORTS });
    await nine.printed(/^Task .* is /);
    await nine.kill();
    console.log('It was killed (kill -9) while the agent ran. Cron starts the program of ten o’clock:');
    await start('cron/daily.ts', { REPORTS }).ended;
    console.log('And the program of eleven o’clock:');
    await start('cron/daily.ts', { REPORTS }).ended;
    if (mock) console.log(`Three programs, ${mock.tasks.length} run.`);
  } finally {
    await rm(REPORTS, { recursive: true });
  }
});
