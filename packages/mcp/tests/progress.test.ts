import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectStdio, kinds, type StdioTestClient } from './support/clients.ts';
import { agents, type Emulator, startEmulator } from './support/emulator.ts';
import { connectInMemory } from './support/in-memory.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

describe.each(kinds)('the progress of a call, %s', (kind) => {
  let client: StdioTestClient;
  beforeAll(async () => {
    client = await connectStdio(kind, { url: emulator.url, args: ['--all', '--heartbeat-ms', '100'] });
    await client.call('ask_echo', { prompt: 'warm up' });
  });
  afterAll(() => client.close());

  it('keeps a client waiting whose time limit is shorter than the run', async () => {
    const seen: number[] = [];
    const options = { timeout: 600, resetTimeoutOnProgress: true };
    const answer = await client.call(
      'ask_slow',
      { prompt: 'report' },
      { ...options, onprogress: ({ progress }) => seen.push(progress) },
    );
    expect(answer.structuredContent).toMatchObject({ status: 'completed', result: 'At last: report' });
    // Every 100 ms for 1.5 s, and the statuses. Each number is larger than the one before.
    expect(seen.length).toBeGreaterThan(5);
    expect(seen).toEqual([...seen].sort((one, other) => one - other));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('is sent while wait_for_task polls a task of another process', async () => {
    const headers = { 'x-api-key': 'key', 'content-type': 'application/json' };
    const invocation = { method: 'POST', headers, body: '{"input":{"text":"report"}}' };
    const started = await fetch(`${emulator.url}/v1/agents/slow/invoke/async`, invocation);
    const { id: taskId } = (await started.json()) as { id: string };
    const seen: unknown[] = [];
    const options = { timeout: 600, resetTimeoutOnProgress: true, onprogress: (told: object) => seen.push(told) };
    const answer = await client.call('wait_for_task', { taskId }, options);
    expect(answer.structuredContent).toEqual({ taskId, status: 'completed', result: 'At last: report' });
    expect(seen.length).toBeGreaterThan(5);
  });
});

describe('the messages of the progress', () => {
  it('name each status, thought and tool, in their order', async () => {
    const { client } = await connectInMemory({ agents: [{ id: 'thinker' }] }, { agents });
    const messages: (string | undefined)[] = [];
    const call = { name: 'ask_thinker', arguments: { prompt: 'prices' } };
    await client.callTool(call, { onprogress: ({ message }) => void messages.push(message) });
    const steps = ['pending', 'executing', 'thinks: Prices first', 'uses search', 'has the result of search'];
    expect(messages).toEqual(steps);
  });
});
