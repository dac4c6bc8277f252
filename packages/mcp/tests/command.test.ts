import { createMockXpander } from '@xpander/mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { connectStdio } from './support/clients.ts';
import { runBin } from './support/command.ts';
import { type Emulator, secretKey, startEmulator } from './support/emulator.ts';

let emulator: Emulator;
let env: Record<string, string>;
beforeAll(async () => {
  emulator = await startEmulator();
  env = { XPANDER_API_KEY: secretKey, XPANDER_BASE_URL: emulator.url };
});
afterAll(() => emulator.close());

describe('xpander-mcp', () => {
  it('prints its version and its options', async () => {
    expect(await runBin(['--version'], {})).toEqual({ code: 0, out: `${packageJson.version}\n`, error: '' });
    const help = await runBin(['--help'], {});
    expect(help).toMatchObject({ code: 0, error: '' });
    const options = [
      '--agents',
      '--all',
      '--limit',
      '--hold-ms',
      '--heartbeat-ms',
      '--on-cancel',
      '--help',
      '--version',
    ];
    for (const name of [...options, 'XPANDER_API_KEY', 'XPANDER_BASE_URL']) expect(help.out).toContain(name);
  });

  it.each([
    [['serve'], "Unexpected argument 'serve'"],
    [[], 'No agents are named: pass --agents <id>,<id> or --all'],
    [['--agents', 'a,,b'], '--agents has an empty id: pass --agents <id>,<id> or --all'],
    [['--agents', 'a', '--all'], '--agents and --all exclude each other: pass --agents <id>,<id> or --all'],
    [['--all', '--limit', '0'], '--limit must be a whole number from 1 to 999999999; got "0"'],
    [['--all', '--hold-ms', '1m'], '--hold-ms must be a whole number from 0 to 999999999; got "1m"'],
    [['--all', '--on-cancel', 'kill'], '--on-cancel must be stop or leave; got "kill"'],
  ])('rejects %j with one line', async (args, message) => {
    const error = `xpander-mcp: ${message}; see --help.\n`;
    expect(await runBin(args, env)).toEqual({ code: 2, out: '', error });
  });

  it('names the options if one is misspelt', async () => {
    const { code, out, error } = await runBin(['--agent', 'a'], env);
    expect([code, out]).toEqual([2, '']);
    const options = '--agents, --all, --limit, --hold-ms, --heartbeat-ms, --on-cancel, --help, --version';
    expect(error).toBe(`xpander-mcp: Unknown option '--agent'; the options are ${options}.\n`);
  });

  it('rejects --limit without --all', async () => {
    const { code, error } = await runBin(['--agents', 'echo', '--limit', '3'], env);
    expect([code, error]).toEqual([2, 'xpander-mcp: --limit needs --all; see --help.\n']);
  });

  it('names the missing key', async () => {
    const error = 'xpander-mcp: XPANDER_API_KEY is not set; set it to your API key.\n';
    expect(await runBin(['--all'], {})).toEqual({ code: 2, out: '', error });
  });

  it('ends with a message if an agent cannot be read', async () => {
    const { code, out, error } = await runBin(['--agents', 'echo,nobody'], env);
    expect([code, out]).toEqual([1, '']);
    expect(error).toMatch(/^xpander-mcp: The agents cannot be read: GET \/v1\/agents\/nobody answered 404: .*\n$/);
  });

  it('ends with a message if the API cannot be reached, or is no URL', async () => {
    const down = await runBin(['--all'], { ...env, XPANDER_BASE_URL: 'http://127.0.0.1:9' });
    expect(down).toMatchObject({ code: 1, out: '' });
    expect(down.error).toMatch(/^xpander-mcp: The agents cannot be read: .+\n$/);
    const wrong = await runBin(['--all'], { ...env, XPANDER_BASE_URL: 'nonsense' });
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.error).toMatch(/^xpander-mcp: baseUrl: .+\n$/);
  });

  it('prints the key nowhere, and nothing but the protocol on standard output', async () => {
    const mock = createMockXpander({ clock: 'real', agents: { echo: ({ text }) => text } });
    const server = await mock.listen({ port: 0 });
    mock.fail({ operation: 'invokeStream', status: 401, body: { detail: `the key ${secretKey} is revoked` } });
    const call = (id: number, params: object) => ({ jsonrpc: '2.0', id, method: 'tools/call', params });
    const clientInfo = { name: 'raw', version: '1' };
    const input = [
      {
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo },
      },
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0', id: 2, method: 'tools/list' },
      call(3, { name: 'ask_echo', arguments: { prompt: 'rejected' } }),
      call(4, { name: 'ask_echo', arguments: {} }),
      call(5, { name: 'ask_nobody', arguments: {} }),
      call(6, { name: 'ask_echo', arguments: { prompt: 'accepted' } }),
      { nonsense: true },
    ];
    const isDone = (out: string) => [2, 3, 4, 5, 6].every((id) => out.includes(`"id":${id}`));
    const { code, out, error } = await runBin(['--all'], { ...env, XPANDER_BASE_URL: server.url }, input, isDone);
    const messages = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { jsonrpc: string });
    expect(messages.every(({ jsonrpc }) => jsonrpc === '2.0')).toBe(true);
    expect(out).toContain('the key [redacted] is revoked');
    expect(out).toContain('"result":"accepted"');
    // No call has asked for progress.
    expect(out).not.toContain('notifications/progress');
    expect(out + error).not.toContain(secretKey);
    expect(code).toBe(0);
    await server.close();
  });
});

describe('xpander-mcp --all', () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`agent-${i}`, () => 'x']));

  it('refuses more than 50 agents without --limit', async () => {
    const crowd = await startEmulator({ agents: { echo: () => '', ...many(50) } });
    const crowded = { ...env, XPANDER_BASE_URL: crowd.url };
    const { code, out, error } = await runBin(['--all'], crowded);
    expect([code, out]).toEqual([2, '']);
    expect(error).toContain('there are more than 50 active agents, and each would become a tool');
    expect(error).toContain('--agents <id>,<id> or --limit <n>');
    const client = await connectStdio('client 1.x', { url: crowd.url, args: ['--all', '--limit', '60'] });
    expect(await client.tools()).toHaveLength(51 + 2);
    await client.close();
    const first = await connectStdio('client 1.x', { url: crowd.url, args: ['--all', '--limit', '3'] });
    expect(await first.tools()).toHaveLength(3 + 2);
    await first.close();
    await crowd.close();
  });

  it('serves 50 agents', async () => {
    const crowd = await startEmulator({ agents: { echo: () => '', ...many(49) } });
    const client = await connectStdio('client 2.x', { url: crowd.url, args: ['--all'] });
    expect(await client.tools()).toHaveLength(50 + 2);
    await client.close();
    await crowd.close();
  });
});
