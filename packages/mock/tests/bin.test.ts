import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { createClient } from './client.ts';

const BIN = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const FIXTURES = {
  'agents.mjs': new URL('fixtures/agents.mjs', import.meta.url),
  'agents.ts': new URL('fixtures/agents.ts', import.meta.url),
  'broken.mjs': new URL('fixtures/broken.mjs', import.meta.url),
  'empty.mjs': new URL('fixtures/empty.mjs', import.meta.url),
  'wrong.mjs': new URL('fixtures/wrong.mjs', import.meta.url),
  'no-such-file.mjs': new URL('no-such-file.mjs', import.meta.url),
};
const fixture = (name: keyof typeof FIXTURES): string => fileURLToPath(FIXTURES[name]);
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

interface Command {
  child: ChildProcess;
  /** Its output so far. */
  printed(): { out: string; error: string };
  /** Resolves when the output matches. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  exitCode(): Promise<number | null>;
}

function start(...options: string[]): Command {
  const child = spawn(process.execPath, [BIN, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  const exited = once(child, 'close');
  let [out, error] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    error += chunk;
  });
  const waitFor = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const match = pattern.exec(out);
      if (match !== null) return match;
      await once(child.stdout, 'data');
    }
  };
  return { child, printed: () => ({ out, error }), waitFor, exitCode: async () => (await exited)[0] };
}

// Starting a process is slow on a busy machine.
describe('xpander-mock', { timeout: 30_000 }, () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('serves until %s and exits with 0', async (signal) => {
    const command = start('--port', '0');
    const [, base = ''] = await command.waitFor(/listening on (\S+)/);
    const task = await createClient(fetch, { base, key: 'very-secret-key' }).start('any-agent', 'hi');
    expect(task.status).toBe('pending');
    await command.waitFor(/POST \/v1\/agents\/any-agent\/invoke\/async 200 \d+ ms/);
    // An open request does not delay the exit.
    const call = createClient(fetch, { base }).run('any-agent', 'hi');
    call.catch(() => {});
    await createClient(fetch, { base }).get('/health');
    command.child.kill(signal);
    expect(await command.exitCode()).toBe(0);
    await expect(call).rejects.toThrow('fetch failed');
    expect(command.printed().out).not.toContain('very-secret-key');
    expect(command.printed().error).toBe('');
  });

  it('stops while a stream is open, after sending its events', async () => {
    const command = start('--port', '0', '--agents', fixture('agents.mjs'));
    const [, base = ''] = await command.waitFor(/listening on (\S+)/);
    await command.waitFor(/\/v1\/agents\/endless\/invoke/);
    const response = await createClient(fetch, { base }).post('/v1/agents/endless/invoke/stream', { input: {} });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('"chunk"')) text += (await reader?.read())?.value ?? '';
    command.child.kill('SIGTERM');
    expect(await command.exitCode()).toBe(0);
    await expect(reader?.read()).rejects.toMatchObject({ message: 'terminated' });
    expect(command.printed().out).toContain('POST /v1/agents/endless/invoke/stream connection broken');
    expect(command.printed().error).toBe('');
  });

  it('reads agents and options from a file', async () => {
    const command = start('--port', '0', '--agents', fixture('agents.mjs'));
    const [, base = ''] = await command.waitFor(/listening on (\S+)/);
    const client = createClient(fetch, { base });
    expect(await client.run('greeter', 'Dana')).toMatchObject({
      result: 'Hello, Dana!',
      created_at: expect.not.stringContaining('Z'),
    });
    expect((await client.post('/v1/agents/any-agent/invoke', { input: {} })).status).toBe(404);
  });

  // Node strips the types of a .ts file from 22.18.
  it('reads a TypeScript file, or explains that this Node cannot', async () => {
    const canRead = typeof (process.features as { typescript?: unknown }).typescript === 'string';
    const command = start('--port', '0', '--agents', fixture('agents.ts'));
    if (canRead) {
      const [, base = ''] = await command.waitFor(/listening on (\S+)/);
      expect(await createClient(fetch, { base }).run('typed', 'x')).toMatchObject({ result: 'typed' });
      return;
    }
    expect(await command.exitCode()).toBe(1);
    expect(command.printed().error).toMatch(/^--agents: Node \S+ cannot read .*agents\.ts; use Node 22\.18 or later/);
  });

  it.each([
    ['no-such-file.mjs', /^--agents: the file .*no-such-file\.mjs does not exist\.\n$/],
    ['broken.mjs', /^--agents: .*broken\.mjs cannot be loaded: Error: on purpose\n$/],
    ['empty.mjs', /^--agents: .*empty\.mjs needs an export named "agents" or "options", or a default export\.\n$/],
    ['wrong.mjs', /^agents\["a"\] must be a function or a timeline of at least one entry\.\n$/],
  ] as const)('rejects %s with one line', async (name, message) => {
    const command = start('--port', '0', '--agents', fixture(name));
    expect(await command.exitCode()).toBe(1);
    expect(command.printed()).toEqual({ out: '', error: expect.stringMatching(message) });
  });

  it('prints commands to try', async () => {
    const command = start('--port', '0');
    await command.waitFor(/curl -s -X POST "http:\/\/127\.0\.0\.1:\d+\/v1\/agents\/any-agent\/invoke\/async"/);
    await command.waitFor(/curl -s "http:\/\/127\.0\.0\.1:\d+\/v1\/tasks\//);
  });

  it('reports a port in use with one line', async () => {
    const first = start('--port', '0');
    const [, port = ''] = await first.waitFor(/listening on \S+:(\d+)/);
    const second = start('--port', port);
    expect(await second.exitCode()).toBe(1);
    expect(second.printed()).toEqual({
      out: '',
      error: `Port ${port} is in use; choose another with --port, or use --port 0 for any free port.\n`,
    });
  });

  it.each([
    [['--prot', '1'], "Unknown option '--prot'; see --help.\n"],
    [['--port', 'http'], '--port must be a number from 0 to 65535; got "http"; see --help.\n'],
    [['serve'], "Unexpected argument 'serve'; see --help.\n"],
  ])('rejects %j with one line', async (options, message) => {
    const command = start(...options);
    expect(await command.exitCode()).toBe(2);
    expect(command.printed()).toEqual({ out: '', error: message });
  });

  it('prints its version and its options', async () => {
    const version = start('--version');
    expect(await version.exitCode()).toBe(0);
    expect(version.printed().out).toBe(`${packageJson.version}\n`);
    const help = start('--help');
    expect(await help.exitCode()).toBe(0);
    for (const option of ['--agents', '--port', '--host', '--help', '--version'])
      expect(help.printed().out).toContain(option);
  });
});
