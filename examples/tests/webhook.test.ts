import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail, type Script } from '@xpander/mock';
import { describe, expect, it } from 'vitest';
import { sign } from '../webhook/signature.ts';
import { createFolder, openApi, startProgram, type TestedApi, type TestedProgram } from './programs.ts';
import { settled } from './upstream.ts';

const secret = 'secret-1';
const body = JSON.stringify({ id: 'order/7', text: '2 chairs' });

interface Shop extends TestedApi {
  receive(): Promise<Receiver>;
  work(): TestedProgram;
  /** The files of a folder, parsed. */
  files(folder: 'open' | 'delivered'): unknown[];
}

interface Receiver extends Pick<TestedProgram, 'kill' | 'printed'> {
  send(signature?: string): Promise<Response>;
}

async function openShop(script: Script = () => 'Fine.'): Promise<Shop> {
  const api = await openApi(script);
  const folder = createFolder();
  const env = { ...api.env, ORDERS: folder, WEBHOOK_SECRET: secret };
  return {
    ...api,
    async receive() {
      const program = startProgram(['webhook/receiver.ts'], env);
      const [url] = await program.printed(/http:\S+(?=\.\n)/);
      const send = (signature = sign(body, secret)): Promise<Response> =>
        fetch(url, { method: 'POST', headers: { 'x-signature': signature }, body });
      return { ...program, send };
    },
    work: () => startProgram(['webhook/worker.ts'], env),
    files: (name) =>
      readdirSync(`${folder}/${name}`).map((file) => JSON.parse(readFileSync(`${folder}/${name}/${file}`, 'utf8'))),
  };
}

async function taskIdOf(response: Response): Promise<unknown> {
  expect(response.status).toBe(202);
  return ((await response.json()) as { taskId: unknown }).taskId;
}

describe('a webhook that starts a run', () => {
  it('is answered while the run goes on, and a worker that starts later delivers the result', async () => {
    const gate = settled();
    const shop = await openShop(async () => {
      await gate.promise;
      return 'Fine.';
    });
    const receiver = await shop.receive();
    const taskId = await taskIdOf(await receiver.send());
    expect(shop.mock.tasks.map(({ id, status }) => [id, status])).toEqual([[taskId, expect.not.stringMatching(/ed$/)]]);
    await receiver.kill();
    const killed = shop.work();
    while (shop.mock.requestsTo('getTask').length < 2) await sleep(10);
    await killed.kill();
    gate.resolve();
    await shop.work().printed(/^Order order\/7: Fine\.$/m);
    expect(shop.files('delivered')).toEqual([{ orderId: 'order/7', taskId, result: 'Fine.' }]);
  });

  it('starts one run for an event that is repeated, and delivers it once', async () => {
    const shop = await openShop();
    const { send } = await shop.receive();
    const first = await taskIdOf(await send());
    expect(await taskIdOf(await send())).toBe(first);
    const worker = shop.work();
    await worker.printed(/^Order/m);
    while (shop.files('open').length > 0) await sleep(10);
    expect(await taskIdOf(await send())).toBe(first);
    expect(shop.files('open')).toEqual([]);
    expect(shop.mock.requestsTo('invokeAsync')).toHaveLength(1);
  });

  it('starts one run if the receiver is killed before it answers', async () => {
    const shop = await openShop();
    shop.mock.stall({ operation: 'invokeAsync', at: 'after-accept', forMs: 60_000 });
    const receiver = await shop.receive();
    const lost = receiver.send().catch(() => 'lost');
    while (shop.mock.tasks.length === 0) await sleep(10);
    await receiver.kill();
    expect(await lost).toBe('lost');
    const { send } = await shop.receive();
    expect(await taskIdOf(await send())).toBe(shop.mock.tasks[0]?.id);
    expect(shop.mock.tasks).toHaveLength(1);
    expect(shop.files('open')).toHaveLength(1);
  });

  it('starts nothing without the right signature', async () => {
    const shop = await openShop();
    const { send } = await shop.receive();
    const statuses = [await send(''), await send(sign(body, 'other')), await send('é'.repeat(64))];
    expect(statuses.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(shop.mock.requests).toEqual([]);
  });

  it('asks the sender to repeat the event if the API refuses it', async () => {
    const shop = await openShop();
    const { send } = await shop.receive();
    shop.mock.fail({ operation: 'getTask', status: 401 });
    const refused = await send();
    expect([refused.status, await refused.json()]).toEqual([503, { error: 'try again later' }]);
    await taskIdOf(await send());
    expect(shop.mock.tasks).toHaveLength(1);
  });

  it('delivers that a run has failed', async () => {
    const shop = await openShop(() => {
      throw fail('The price list is locked.');
    });
    await taskIdOf(await (await shop.receive()).send());
    await shop.work().printed(/^Order order\/7: the run is \w+\.$/m);
    expect(shop.files('delivered')).toEqual([
      expect.objectContaining({ orderId: 'order/7', status: shop.mock.tasks[0]?.status }),
    ]);
  });
});
