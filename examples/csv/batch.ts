import { fileURLToPath } from 'node:url';
import { csv, fileStore, openBatch } from '@xpander/batch';
import { Xpander } from '@xpander/sdk';

const { XPANDER_AGENT_ID = '', OUTPUT = 'moods.jsonl' } = process.env;
const input = fileURLToPath(new URL('reviews.csv', import.meta.url));

const batch = await openBatch({
  xpander: new Xpander(),
  agentId: XPANDER_AGENT_ID,
  // The same name stands for the same runs: a batch that is to run anew takes another one.
  name: 'review-moods',
  // How long a request of a killed process may take to arrive.
  store: fileStore(OUTPUT, { graceMs: 2_000 }),
});
// The second start adds nothing: the column `id` says which rows are known.
await batch.add(csv(input, 'Which mood has this review? Answer with one word. {{text}}', { key: 'id' }));

// Ctrl+C lets the runs that have started end. `kill -9` loses nothing either: start the program again.
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());

const { completed, failed, left } = await batch.work({
  concurrency: 3,
  retryFailed: 1,
  signal: stop.signal,
  onProgress: ({ completed, failed, running, waiting }) =>
    console.log(`${completed + failed} of ${completed + failed + running + waiting} done, ${failed} failed`),
});
await batch.close();
console.log(`Completed: ${completed}. Failed: ${failed}. Left: ${left}. The results are in ${OUTPUT}.`);
