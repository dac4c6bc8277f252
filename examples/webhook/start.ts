import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Script } from '@xpander/mock';
import { launch } from '../launch.ts';
import { sign } from './signature.ts';

const clerk: Script = async ({ sleep }) => {
  await sleep(3_000);
  return 'The order is fine.';
};

await launch(clerk, async ({ mock, start }) => {
  const WEBHOOK_SECRET = randomUUID();
  const ORDERS = await mkdtemp(join(tmpdir(), 'orders-'));
  const receiver = start('webhook/receiver.ts', { WEBHOOK_SECRET, ORDERS, PORT: '0' });
  const worker = start('webhook/worker.ts', { ORDERS });
  try {
    const [url = ''] = /http:\S+(?=\.$)/.exec(await receiver.printed(/received at/)) ?? [];
    const body = JSON.stringify({ id: `order-${randomUUID()}`, text: '2 chairs to Lisbon' });
    for (const event of ['The event', 'The same event again']) {
      const startedMs = performance.now();
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'x-signature': sign(body, WEBHOOK_SECRET) },
        body,
      });
      const tookMs = Math.round(performance.now() - startedMs);
      console.log(`${event}: ${response.status} after ${tookMs} ms, ${await response.text()}`);
    }
    console.log('The receiver waits for nothing. The worker waits for the run:');
    await worker.printed(/^Order /);
    if (mock) console.log(`Two events, ${mock.tasks.length} run.`);
  } finally {
    await Promise.all([receiver.kill(), worker.kill()]);
    await rm(ORDERS, { recursive: true });
  }
});
