import { setTimeout as sleep } from 'node:timers/promises';
import { TaskFailedError, Xpander } from '@xpander/sdk';
import { type OpenOrder, openOrders } from './orders.ts';

const { ORDERS = 'orders' } = process.env;
const xpander = new Xpander();
const orders = await openOrders(ORDERS);
const waiting = new Set<string>();

// A worker that was killed is started again, and finds its open orders here.
for (;;) {
  for (const order of await orders.listOpen()) {
    if (waiting.has(order.taskId)) continue;
    waiting.add(order.taskId);
    void settle(order).finally(() => waiting.delete(order.taskId));
  }
  await sleep(500);
}

/** Waits for the run, in this process or in the next one. All waits of a client share their polls. */
async function settle(order: OpenOrder): Promise<void> {
  try {
    const { result } = await xpander.tasks.wait(order.taskId, { deadlineMs: 0 });
    await orders.deliver(order, { result });
    console.log(`Order ${order.orderId}: ${result}`);
  } catch (error) {
    if (error instanceof TaskFailedError) {
      await orders.deliver(order, { status: error.status });
      console.log(`Order ${order.orderId}: the run is ${error.status}.`);
      // The order stays open, and the next round waits again.
    } else console.error(error);
  }
}
