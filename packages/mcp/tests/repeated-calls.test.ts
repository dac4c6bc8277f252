import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectStdio, type StdioTestClient, textOf } from './support/clients.ts';
import { type Emulator, settle, startEmulator, until } from './support/emulator.ts';

let emulator: Emulator;
let client: StdioTestClient;
beforeAll(async () => {
  emulator = await startEmulator();
});
beforeEach(async () => {
  client = await connectStdio('client 1.x', { url: emulator.url, args: ['--agents', 'slow,endless,echo'] });
});
afterEach(async () => {
  await client.close();
  emulator.mock.reset();
});
afterAll(() => emulator.close());

const runs = (): number => emulator.count('invokeStream');

describe('a call that is repeated with the same progress token, while the first one is open', () => {
  it('joins the run of the first one', async () => {
    const first = client.call('ask_slow', { prompt: 'report' }, { token: 7 });
    await until(() => runs() === 1);
    const second = client.call('ask_slow', { prompt: 'report' }, { token: 7 });
    expect(await second).toEqual(await first);
    expect(textOf(await first)).toContain('At last: report');
    expect(runs()).toBe(1);
  });

  it('starts a run of its own if it differs in the token, the tool or the arguments', async () => {
    const calls = [
      client.call('ask_slow', { prompt: 'report' }, { token: 7 }),
      client.call('ask_slow', { prompt: 'report' }, { token: 8 }),
      client.call('ask_slow', { prompt: 'another' }, { token: 7 }),
      client.call('ask_echo', { prompt: 'report' }, { token: 7 }),
      client.call('ask_slow', { prompt: 'report' }),
      client.call('ask_slow', { prompt: 'report' }),
    ];
    const ids = (await Promise.all(calls)).map(({ structuredContent }) => structuredContent?.taskId);
    expect(new Set(ids).size).toBe(calls.length);
    expect(runs()).toBe(calls.length);
  });

  it('starts a run of its own once the first one was answered', async () => {
    await client.call('ask_echo', { prompt: 'Hello' }, { token: 7 });
    await client.call('ask_echo', { prompt: 'Hello' }, { token: 7 });
    expect(runs()).toBe(2);
  });

  it('starts a run of its own on another connection', async () => {
    const other = await connectStdio('client 1.x', { url: emulator.url, args: ['--agents', 'slow'] });
    const input = { prompt: 'report' };
    await Promise.all([client, other].map((each) => each.call('ask_slow', input, { token: 7 })));
    expect(runs()).toBe(2);
    await other.close();
  });

  it('keeps the run when one of the two calls is cancelled, and stops it with the other one', async () => {
    const cancelling = [new AbortController(), new AbortController()] as const;
    const calls = cancelling.map(({ signal }) => client.call('ask_endless', { prompt: 'Work' }, { token: 7, signal }));
    const outcomes = calls.map((call) => expect(call).rejects.toThrow());
    await until(() => emulator.mock.tasks[0]?.status === 'executing');
    cancelling[0].abort();
    await settle();
    expect(emulator.count('stopTask')).toBe(0);
    cancelling[1].abort();
    await until(() => emulator.mock.tasks[0]?.status === 'stopped');
    await Promise.all(outcomes);
    expect([runs(), emulator.count('stopTask')]).toEqual([1, 1]);
  });
});
