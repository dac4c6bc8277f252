import { serve } from '@hono/node-server';
import { Xpander } from '@xpander/sdk';
import { Hono } from 'hono';
import { openOrders } from './orders.ts';
import { isSigned } from './signature.ts';

const { XPANDER_AGENT_ID = '', WEBHOOK_SECRET = '', ORDERS = 'orders', PORT = '3000' } = process.env;
if (WEBHOOK_SECRET === '') throw new Error('Set WEBHOOK_SECRET: without it, everybody can start runs.');
const agent = new Xpander().agent(XPANDER_AGENT_ID);
const orders = await openOrders(ORDERS);

const app = new Hono();
app.post('/webhooks/orders', async (c) => {
  // The signature covers the bytes that were sent, so the body is parsed afterwards.
  const body = await c.req.text();
  if (!isSigned(body, c.req.header('x-signature') ?? '', WEBHOOK_SECRET))
    return c.json({ error: 'bad signature' }, 401);
  const { id: orderId, text } = JSON.parse(body) as { id: string; text: string };
  // Starts the run and does not wait for it, because senders give up after some seconds. They repeat an event until it
  // is acknowledged: with its id as the key, each repetition finds the run of the first one.
  const { id: taskId } = await agent.invokeAsync(`Check this order: ${text}`, {
    once: `orders/${orderId}`,
    timeoutMs: 5_000,
  });
  await orders.open({ orderId, taskId });
  return c.json({ taskId }, 202);
});
// Anything but a success makes the sender repeat the event later.
app.onError((error, c) => {
  console.error(error);
  return c.json({ error: 'try again later' }, 503);
});

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(PORT) }, ({ port }) =>
  console.log(`Webhooks are received at http://127.0.0.1:${port}/webhooks/orders.`),
);
