import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectStdio, type Kind, kinds, type StdioTestClient } from './support/clients.ts';
import { runBin } from './support/command.ts';
import { type Emulator, secretKey, settle, startEmulator, until } from './support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.mock.reset());
afterAll(() => emulator.close());

const connect = (kind: Kind, ...args: string[]): Promise<StdioTestClient> =>
  connectStdio(kind, { url: emulator.url, args: ['--agents', 'endless', ...args] });
const statuses = (): unknown[] => emulator.mock.tasks.map(({ status }) => status);

async function cancel(
  client: StdioTestClient,
  tool: string,
  input: Record<string, unknown>,
  hasBegun: () => boolean,
): Promise<void> {
  const cancelling = new AbortController();
  const outcome = expect(client.call(tool, input, { signal: cancelling.signal })).rejects.toThrow();
  await until(hasBegun);
  cancelling.abort();
  await outcome;
}

async function startElsewhere(): Promise<string> {
  const headers = { 'x-api-key': 'key', 'content-type': 'application/json' };
  const invocation = { method: 'POST', headers, body: '{"input":{"text":"Work"}}' };
  const response = await fetch(`${emulator.url}/v1/agents/endless/invoke/async`, invocation);
  return ((await response.json()) as { id: string }).id;
}

const isGone = (pid: number) => (): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

describe.each(kinds)('a call that is cancelled, %s', (kind) => {
  it.each([
    ['stop', 'stopped', 1],
    ['leave', 'executing', 0],
  ] as const)('does what --on-cancel says: %s', async (onCancel, status, stops) => {
    const client = await connect(kind, '--on-cancel', onCancel);
    await cancel(client, 'ask_endless', { prompt: 'Work' }, () => statuses().includes('executing'));
    await until(() => statuses().includes(status));
    await settle();
    expect([emulator.count('invokeStream'), emulator.count('stopTask')]).toEqual([1, stops]);
    expect(statuses()).toEqual([status]);

    // To wait for a task of another process is not to run it.
    emulator.mock.reset();
    const taskId = await startElsewhere();
    await cancel(client, 'wait_for_task', { taskId }, () => emulator.count('getTask') > 0);
    await client.close();
    await settle();
    expect(emulator.count('stopTask')).toBe(0);
    expect(statuses()).toEqual(['executing']);
  });
});

describe('a client that is gone', () => {
  it('ends the server, which stops the run of the open call once', async () => {
    const script = fileURLToPath(new URL('fixtures/doomed-client.ts', import.meta.url));
    const env = { ...process.env, XPANDER_API_KEY: secretKey, XPANDER_BASE_URL: emulator.url };
    const doomed = spawn(process.execPath, [script, '--agents', 'endless'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = await once(doomed.stdout, 'data');
    const serverPid = Number(printed);
    expect(serverPid).toBeGreaterThan(1);
    await until(() => statuses().includes('executing'));
    doomed.kill('SIGKILL');
    await until(isGone(serverPid));
    expect(statuses()).toEqual(['stopped']);
    expect(emulator.count('stopTask')).toBe(1);
  });

  it('leaves a run that was still at work when its call returned, and the server ends by itself', async () => {
    const env = { XPANDER_API_KEY: secretKey, XPANDER_BASE_URL: emulator.url };
    const clientInfo = { name: 'raw', version: '1' };
    const opening = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
    const call = { name: 'ask_endless', arguments: { prompt: 'Work' } };
    const input = [
      { jsonrpc: '2.0', id: 1, method: 'initialize', params: opening },
      { jsonrpc: '2.0', id: 2, method: 'tools/call', params: call },
    ];
    const args = ['--agents', 'endless', '--hold-ms', '1000'];
    const { code, out } = await runBin(args, env, input, (printed) => printed.includes('"id":2'));
    expect(code).toBe(0);
    expect(out).toContain('still at work');
    expect(statuses()).toEqual(['executing']);
    expect(emulator.count('stopTask')).toBe(0);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('is not needed: %s ends the server, too', async (signal) => {
    const client = await connect('client 2.x');
    client.call('ask_endless', { prompt: 'Work' }).catch(() => {});
    await until(() => statuses().includes('executing'));
    process.kill(client.pid, signal);
    await until(isGone(client.pid));
    expect(statuses()).toEqual(['stopped']);
    expect(emulator.count('stopTask')).toBe(1);
  });
});
