import { toNewJob } from './job-queue.ts';
import type { RedisBatch } from './redis-batch.ts';

const chunkSize = 200;

/**
 * Gives BullMQ the items that may run. Any process may do so at any time, also several at once: BullMQ ignores a job that
 * it has.
 */
export async function sendOutbox({ call, base, queue }: RedisBatch): Promise<void> {
  for (;;) {
    const jobs = ((await call('outbox', base, chunkSize)) as string[][]).map(toNewJob);
    if (jobs.length === 0) return;
    await queue.add(jobs);
    await call('sent', base, ...jobs.flatMap(({ seq, turn }) => [seq, turn]));
  }
}
