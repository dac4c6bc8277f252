import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Script } from '@xpander/mock';
import { launch } from '../launch.ts';

const reader: Script = async ({ text, sleep }) => {
  await sleep(500);
  return /not|missing|wrong|broke|late|loud|smells|returned|stopped/i.test(text) ? 'angry' : 'happy';
};

await launch(reader, async ({ mock, start }) => {
  const folder = await mkdtemp(join(tmpdir(), 'moods-'));
  const OUTPUT = join(folder, 'moods.jsonl');
  try {
    const killed = start('csv/batch.ts', { OUTPUT });
    await killed.printed(/^[1-9]\d* of /);
    await killed.kill();
    console.log('The program was killed (kill -9). It is started again:');
    await start('csv/batch.ts', { OUTPUT }).ended;
    if (mock) console.log(`24 rows, ${mock.tasks.length} runs.`);
  } finally {
    await rm(folder, { recursive: true });
  }
});
