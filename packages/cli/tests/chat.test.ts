import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bin, errorOf, home, run } from './support/command.ts';
import { emulate } from './support/emulator.ts';
import { openTerminal } from './support/terminal.ts';
import { waitUntil } from './support/wait-until.ts';

const interrupt = '\u0003';

describe('chat at a terminal', () => {
  it('streams answers of one thread, and says how to continue', async () => {
    const { mock, env } = await emulate();
    const chat = openTerminal(['chat', 'greeter'], { env });
    await chat.waitFor('> ');
    chat.type('Dana\r');
    await chat.waitFor('Hello, Dana (turn 1)');
    await chat.waitFor('> ');
    chat.type('/id\r');
    const id = mock.tasks[0]?.id ?? '';
    await chat.waitFor(id);
    chat.type('/retry\r');
    await chat.waitFor('Hello, Dana (turn 2)');
    await chat.waitFor('> ');
    chat.type('/ext\r');
    await chat.waitFor('Did you mean /exit?');
    chat.type('/exit\r');
    await chat.waitFor(`Continue with: xpander-agent chat greeter --thread ${id}`);
    expect((await chat.ended).code).toBe(0);
  });

  it('stops a turn by Ctrl-C and goes on, and leaves after two at the prompt', async () => {
    const { mock, env } = await emulate();
    const chat = openTerminal(['chat', 'endless'], { env });
    await chat.waitFor('> ');
    chat.type('alpha\r');
    await chat.waitFor('alpha2 ');
    chat.type(interrupt);
    await chat.waitFor('Stopped.');
    await waitUntil(() => mock.requestsTo('stopTask').length === 1);
    await chat.waitFor('> ');
    chat.type('beta\r');
    await chat.waitFor('beta1 ');
    chat.type(interrupt);
    await chat.waitFor('> ');
    chat.type('half a li');
    await chat.waitFor('half a li');
    chat.type(interrupt);
    await chat.waitFor('> ');
    chat.type(interrupt);
    await chat.waitFor('Press Ctrl-C again to leave.');
    chat.type(interrupt);
    expect((await chat.ended).code).toBe(130);
    expect(mock.tasks).toHaveLength(1);
    expect(mock.requestsTo('invokeStream').map(({ body }) => Object(body).input.text)).toEqual(['alpha', 'beta']);
  });

  it('takes lines that end with a backslash, and a paste, as one message', async () => {
    const { mock, env } = await emulate();
    const chat = openTerminal(['chat', 'echo'], { env });
    await chat.waitFor('> ');
    chat.type('one\\\r');
    await chat.waitFor('… ');
    chat.type('two\r');
    await waitUntil(() => mock.requestsTo('invokeStream').length === 1);
    await chat.waitFor('> ');
    chat.type('\u001b[200~first\rsecond\rthird\u001b[201~');
    await chat.waitFor('third');
    expect(mock.requestsTo('invokeStream')).toHaveLength(1);
    chat.type('\r');
    await waitUntil(() => mock.requestsTo('invokeStream').length === 2);
    await chat.waitFor('> ');
    chat.type('\u0004');
    expect((await chat.ended).code).toBe(0);
    const texts = mock.requestsTo('invokeStream').map(({ body }) => Object(body).input.text);
    expect(texts).toEqual(['one\ntwo', 'first\nsecond\nthird']);
  });

  it('shows what a paused task waits for, and goes on after it', async () => {
    const { mock, env } = await emulate();
    const chat = openTerminal(['chat', 'approval'], { env });
    await chat.waitFor('> ');
    chat.type('Order it\r');
    await chat.waitFor('Paused: the task waits for a person to approve it');
    mock.task(mock.tasks[0]?.id ?? '').resume();
    await chat.waitFor('done.');
    await chat.waitFor('> ');
    chat.type('/exit\r');
    expect((await chat.ended).code).toBe(0);
  });

  it('shows calls of tools as dim lines', async () => {
    const { env } = await emulate();
    const chat = openTerminal(['chat', 'tools', 'Search'], { env });
    await chat.waitFor('\u001b[2m→ search {"q":"prices"}');
    await chat.waitFor('\u001b[2m← search');
    await chat.waitFor('Found 3.');
    chat.type('/exit\r');
    await chat.ended;
  });

  it('keeps a history that only its owner can read, unless it must not', async () => {
    const { env } = await emulate();
    const state = join(home, 'state');
    const file = join(state, 'xpander-agent', 'history');
    const settings = { env: { ...env, XDG_STATE_HOME: state } };
    const quiet = openTerminal(['chat', 'echo', '--no-history'], settings);
    await quiet.waitFor('> ');
    quiet.type('private\r');
    await quiet.waitFor('private');
    await quiet.waitFor('> ');
    quiet.type('/exit\r');
    await quiet.ended;
    expect(existsSync(file)).toBe(false);
    const kept = openTerminal(['chat', 'echo'], settings);
    await kept.waitFor('> ');
    kept.type('remember me\r');
    await waitUntil(() => existsSync(file) && readFileSync(file, 'utf8') === 'remember me\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    kept.type('/exit\r');
    await kept.ended;
    const again = openTerminal(['chat', 'echo'], settings);
    await again.waitFor('> ');
    again.type('\u001b[A\u001b[A');
    await again.waitFor('remember me');
    again.type(`${interrupt}/exit\r`);
    await again.ended;
  });

  it('restores the prompt after Ctrl-Z and fg', async () => {
    const { mock, env } = await emulate();
    const shell = openTerminal(['--norc', '--noprofile', '-i'], { env: { ...env, PS1: 'shell$ ' }, file: '/bin/bash' });
    await shell.waitFor('shell$ ');
    shell.type(`'${process.execPath}' '${bin}' chat echo\r`);
    await shell.waitFor('> ');
    shell.type('half');
    await shell.waitFor('half');
    shell.type('\u001a');
    await shell.waitFor('shell$ ');
    shell.type('fg\r');
    await shell.waitFor('> half');
    shell.type(' and half\r');
    await waitUntil(() => mock.tasks.length === 1);
    expect(mock.tasks[0]?.input?.text).toBe('half and half');
    await shell.waitFor('> ');
    shell.type('/exit\r');
    await shell.waitFor('shell$ ');
  });

  it('ends when the key is refused', async () => {
    const { mock, env } = await emulate();
    mock.fail({ operation: 'invokeStream', status: 401, times: 3 });
    const chat = openTerminal(['chat', 'echo'], { env });
    await chat.waitFor('> ');
    chat.type('Hi\r');
    const { code, screen } = await chat.ended;
    expect(code).toBe(7);
    expect(screen).toContain('The key came from XPANDER_API_KEY');
  });
});

describe.concurrent('chat in a pipe', () => {
  it('takes a line as a turn, and prints the answers alone', async () => {
    const { mock, env } = await emulate();
    const { code, out } = await run(['chat', 'greeter'], { env, input: 'Dana\n\nEve\n' });
    expect({ code, out }).toEqual({ code: 0, out: 'Hello, Dana (turn 1)\nHello, Eve (turn 2)\n' });
    expect(mock.tasks).toHaveLength(1);
  });

  it('prints a task a line with --json, also one that failed', async () => {
    const { env } = await emulate();
    const { code, out, err } = await run(['chat', 'failing', '--json'], { env, input: 'a\nb\n' });
    expect(code).toBe(3);
    const tasks = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(tasks.map(({ status, input }) => [status, input.text])).toEqual([
      ['failed', 'a'],
      ['failed', 'b'],
    ]);
    expect(err.trimEnd().split('\n')).toHaveLength(2);
  });

  it('ends at a pause, which the next turn could not pass', async () => {
    const { mock, env } = await emulate();
    const ended = await run(['chat', 'login', '--json'], { env, input: 'a\nb\n' });
    expect(ended.code).toBe(5);
    expect(errorOf(ended)).toMatchObject({ code: 'task_paused', exitCode: 5 });
    mock.expectRequests({ invokeAsync: 1, getTask: mock.requestsTo('getTask').length });
  });

  it('reads the agent from the environment: a single word is the first message', async () => {
    const { env } = await emulate();
    const { out } = await run(['chat', 'Dana'], { env: { ...env, XPANDER_AGENT_ID: 'greeter' }, input: 'Eve\n' });
    expect(out).toBe('Hello, Dana (turn 1)\nHello, Eve (turn 2)\n');
  });
});
