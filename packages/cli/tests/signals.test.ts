import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bin, environment, errorOf, home, run, start } from './support/command.ts';
import { emulate } from './support/emulator.ts';
import { openTerminal } from './support/terminal.ts';
import { waitUntil } from './support/wait-until.ts';

describe.concurrent('the first Ctrl-C', () => {
  it('before anything was sent says so', async () => {
    const { mock, env } = await emulate();
    // The prompt is awaited from a pipe that stays open.
    const child = spawn(process.execPath, [bin, 'invoke', 'echo', '--json'], { env: environment(env) });
    let err = '';
    child.stderr.on('data', (text) => {
      err += text;
    });
    // More than a pipe holds: the write ends when the command reads.
    await new Promise((resolve) => child.stdin.write('x'.repeat(2_000_000), resolve));
    child.kill('SIGINT');
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(130);
    expect(errorOf({ err })).toMatchObject({ code: 'interrupted', exitCode: 130 });
    expect(mock.requests).toEqual([]);
  });

  it.each(['invokeAsync', 'invoke', 'invokeStream'] as const)(
    'during the POST of %s names the run that may have started',
    async (operation) => {
      const { mock, env } = await emulate();
      mock.stall({ operation, at: 'after-accept', forMs: 30_000 });
      const mode = { invokeAsync: [], invoke: ['--sync'], invokeStream: ['--stream'] }[operation];
      const command = start(['invoke', 'slow', 'Hi', '--json', ...mode], { env });
      await waitUntil(() => mock.tasks.length === 1);
      command.child.kill('SIGINT');
      const ended = await command.ended;
      const id = mock.tasks[0]?.id;
      expect(ended).toMatchObject({ code: 130, out: '' });
      expect(errorOf(ended)).toMatchObject({
        taskId: id,
        message: `Interrupted. The run may have started as task ${id}.`,
      });
      mock.expectRequests({ [operation]: 1 });
    },
  );

  it('while waiting prints how to wait and how to stop, and the run goes on', async () => {
    const { mock, env } = await emulate();
    const command = start(['invoke', 'slow', 'Hi'], { env });
    await waitUntil(() => mock.requestsTo('getTask').length > 0);
    command.child.kill('SIGINT');
    const { code, err } = await command.ended;
    const id = mock.tasks[0]?.id;
    expect(code).toBe(130);
    expect(err).toContain(`Interrupted. Task ${id} goes on`);
    expect(err).toContain(`Wait for it: xpander-agent tasks wait ${id}`);
    expect(err).toContain(`Stop it:     xpander-agent tasks stop ${id}`);
    expect(mock.requestsTo('stopTask')).toEqual([]);
  });

  it('in a stream ends it after what was printed', async () => {
    const { mock, env } = await emulate();
    const command = start(['invoke', 'endless', 'x', '--stream'], { env });
    await command.waitFor(/x2 /);
    command.child.kill('SIGINT');
    const { code, out, err } = await command.ended;
    expect({ code, err }).toEqual({ code: 130, err: expect.stringContaining(`Task ${mock.tasks[0]?.id} goes on`) });
    expect(out).toMatch(/^x0 x1 .*\n$/);
  });

  it('stops the run with --stop-on-interrupt', async () => {
    const { mock, env } = await emulate();
    const command = start(['invoke', 'slow', 'Hi', '--stop-on-interrupt', '--json'], { env });
    await waitUntil(() => mock.requestsTo('getTask').length > 0);
    command.child.kill('SIGINT');
    const ended = await command.ended;
    expect(ended.code).toBe(130);
    expect(errorOf(ended).message).toBe(`Interrupted. Task ${mock.tasks[0]?.id} was stopped.`);
    expect(mock.tasks[0]?.status).toBe('stopped');
  });

  it('leaves the tasks of tasks wait, and names those that go on', async () => {
    const { mock, env } = await emulate();
    const started = await Promise.all(
      ['slow', 'slow'].map((agent) => run(['invoke', agent, 'Hi', '--async'], { env })),
    );
    const ids = started.map(({ out }) => out.trim());
    const command = start(['tasks', 'wait', ...ids, '--json'], { env });
    await waitUntil(() => mock.requests.some(({ method }) => method === 'GET'));
    command.child.kill('SIGTERM');
    const ended = await command.ended;
    expect(ended.code).toBe(143);
    expect(errorOf(ended)).toMatchObject({ code: 'interrupted', next: `xpander-agent tasks wait ${ids.join(' ')}` });
  });
});

describe('Ctrl-C at a terminal', () => {
  const ctrlC = '\u0003';

  it('before the POST sends nothing', async () => {
    const { mock, env } = await emulate();
    // The prompt is more than a pipe holds, and does not end: once all of it is written, the command reads.
    const prompt = "{ head -c 2000000 /dev/zero | tr '\\0' x; echo ready >&2; sleep 60; }";
    const line = `${prompt} | '${process.execPath}' '${bin}' invoke echo; echo "code $?"`;
    const terminal = openTerminal(['-c', line], { env, file: '/bin/bash' });
    await terminal.waitFor('ready');
    terminal.type(ctrlC);
    await terminal.ended;
    expect(await terminal.shown()).toContain('Interrupted by SIGINT.');
    expect(mock.requests).toEqual([]);
  });

  it.each(['invokeAsync', 'invoke', 'invokeStream'] as const)(
    'during the POST of %s names the run',
    async (operation) => {
      const { mock, env } = await emulate();
      mock.stall({ operation, at: 'after-accept', forMs: 30_000 });
      const mode = { invokeAsync: [], invoke: ['--sync'], invokeStream: ['--stream'] }[operation];
      const terminal = openTerminal(['invoke', 'slow', 'Hi', ...mode], { env, columns: 120 });
      await waitUntil(() => mock.tasks.length === 1);
      terminal.type(ctrlC);
      expect((await terminal.ended).code).toBe(130);
      expect(await terminal.shown()).toContain(`The run may have started as task ${mock.tasks[0]?.id}.`);
    },
  );

  it('while waiting leaves only what goes on, and how to wait for it', async () => {
    const { mock, env } = await emulate();
    const terminal = openTerminal(['invoke', 'slow', 'Hi'], { env: { ...env, NO_COLOR: '1' }, columns: 120 });
    await waitUntil(() => mock.requestsTo('getTask').length > 0);
    terminal.type(ctrlC);
    expect((await terminal.ended).code).toBe(130);
    const id = mock.tasks[0]?.id;
    expect(await terminal.shown()).toMatch(
      new RegExp(
        `^\\^?C?Interrupted. Task ${id} goes on \\(executing\\).\n  Wait for it: xpander-agent tasks wait ${id}\n  Stop it:     xpander-agent tasks stop ${id}$`,
      ),
    );
  });

  it('in a stream keeps what was printed', async () => {
    const { mock, env } = await emulate();
    const terminal = openTerminal(['invoke', 'endless', 'x', '--stream'], { env, columns: 120 });
    await terminal.waitFor('x2 ');
    terminal.type(ctrlC);
    expect((await terminal.ended).code).toBe(130);
    expect(await terminal.shown()).toMatch(/^x0 x1 x2 /);
    expect(await terminal.shown()).toContain(`Task ${mock.tasks[0]?.id} goes on`);
  });

  it('while a batch reads a long input ends it, and adds nothing', async () => {
    const { mock, env } = await emulate();
    const line = `mkfifo endless.txt; yes > endless.txt & exec '${process.execPath}' '${bin}' batch echo endless.txt`;
    const terminal = openTerminal(['-c', line], { env, file: '/bin/bash' });
    const items = join(home, 'endless.results.jsonl.items');
    await waitUntil(() => existsSync(items) && statSync(items).size > 0);
    terminal.type(ctrlC);
    expect((await terminal.ended).code).toBe(130);
    expect(statSync(items).size).toBe(0);
    expect(mock.requests).toEqual([]);
  });
});

describe('the second Ctrl-C', () => {
  it('ends at once, although the stop has no answer', async () => {
    const { mock, env } = await emulate();
    mock.stall({ operation: 'stopTask', at: 'before-request', forMs: 60_000 });
    const terminal = openTerminal(['invoke', 'slow', 'Hi', '--stop-on-interrupt'], { env });
    await waitUntil(() => mock.requestsTo('getTask').length > 0);
    terminal.type('\u0003');
    await terminal.waitFor('^C');
    await new Promise((resolve) => setTimeout(resolve, 300));
    terminal.type('\u0003');
    const { code } = await terminal.ended;
    expect(code).toBe(130);
  });
});
