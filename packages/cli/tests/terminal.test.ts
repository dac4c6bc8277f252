import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { bin, home, run, shell, start } from './support/command.ts';
import { emulate } from './support/emulator.ts';
import { openTerminal } from './support/terminal.ts';
import { waitUntil } from './support/wait-until.ts';

const esc = '\u001b';
const hidesCursor = `${esc}[?25l`;
const showsCursor = `${esc}[?25h`;
/** A frame of the spinner. */
const frame = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/;

describe('at a terminal', () => {
  it('a spinner runs while a run is awaited, and leaves only the result', async () => {
    const { env } = await emulate();
    const terminal = openTerminal(['invoke', 'echo', 'Hi'], { env });
    const { code, screen } = await terminal.ended;
    expect(code).toBe(0);
    expect(screen).toMatch(frame);
    expect(screen.lastIndexOf(showsCursor)).toBeGreaterThan(screen.lastIndexOf(hidesCursor));
    expect(screen.replaceAll('\r', '').endsWith('Hi\n')).toBe(true);
  });

  it.each([{ CI: 'true' }, { TERM: 'dumb' }])('nothing moves with %j', async (variables) => {
    const { env } = await emulate();
    const { screen } = await openTerminal(['invoke', 'echo', 'Hi'], { env: { ...env, ...variables } }).ended;
    expect(screen).toBe('Hi\r\n');
  });

  it('there is neither spinner nor note with --quiet', async () => {
    const { env } = await emulate();
    const { screen } = await openTerminal(['invoke', 'echo', 'Hi', '--quiet'], { env }).ended;
    expect(screen).toBe('Hi\r\n');
  });

  it('control characters of the agent are shown, not obeyed', async () => {
    const { env } = await emulate();
    for (const mode of ['--sync', '--stream']) {
      const { screen } = await openTerminal(['invoke', 'evil', 'x', '--quiet', mode], { env }).ended;
      expect(screen).toBe('a^[[31mred^[[0m <U+009B>2J <U+202E>bidi\r\nend\r\n');
    }
  });

  it('an error is red, and plain with NO_COLOR', async () => {
    const { env } = await emulate();
    const red = await openTerminal(['invoke', 'failing', 'x', '--sync'], { env }).ended;
    expect(red.screen).toContain(`${esc}[31merror:`);
    const plain = await openTerminal(['invoke', 'failing', 'x', '--sync', '--quiet'], {
      env: { ...env, NO_COLOR: '1' },
    }).ended;
    expect(plain.screen).not.toContain(esc);
  });

  it('a prompt is read from the terminal only if - asks for it, and a note says how to end it', async () => {
    const { env } = await emulate();
    const terminal = openTerminal(['invoke', 'echo', '-', '--sync', '--quiet'], { env });
    await terminal.waitFor('Ctrl-D ends it.');
    terminal.type('Hi\r\u0004');
    await terminal.ended;
    expect(await terminal.shown()).toMatch(/\nHi\nHi$/);
  });

  it('a missing prompt is an error with an example, not a silent wait', async () => {
    const { mock, env } = await emulate();
    const { code, screen } = await openTerminal(['invoke', 'echo'], { env }).ended;
    expect(code).toBe(2);
    expect(screen).toContain('For example: xpander-agent invoke <agent> "Summarize the news of today"');
    expect(mock.requests).toEqual([]);
  });

  it.each([40, 80, 200])('a table of tasks fits into %i columns', async (columns) => {
    const { env } = await emulate();
    await run(['invoke', 'wide', 'Hi', '--sync', '--set', 'title=日本語のとても長い題名'.repeat(2)], { env });
    const { screen } = await openTerminal(['tasks', 'list'], { env: { ...env, NO_COLOR: '1' }, columns }).ended;
    const lines = screen.trimEnd().split(/\r?\n/);
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    expect(lines[0]).toMatch(/^ID +STATUS/);
  });

  it('a task is deleted only after yes', async () => {
    const { mock, env } = await emulate();
    const { out } = await run(['invoke', 'echo', 'Hi', '--async'], { env });
    const no = openTerminal(['tasks', 'delete', out.trim()], { env });
    await no.waitFor('[y/N]');
    no.type('n\r');
    expect((await no.ended).code).toBe(2);
    expect(mock.tasks).toHaveLength(1);
    const yes = openTerminal(['tasks', 'delete', out.trim()], { env });
    await yes.waitFor('[y/N]');
    yes.type('y\r');
    expect((await yes.ended).code).toBe(0);
    expect(mock.tasks).toHaveLength(0);
  });

  it('Ctrl-Z shows the cursor, and fg brings the line back', async () => {
    const { mock, env } = await emulate();
    const shellSession = openTerminal(['--norc', '--noprofile', '-i'], {
      env: { ...env, PS1: 'shell> ' },
      file: '/bin/bash',
    });
    await shellSession.waitFor('shell> ');
    shellSession.type(`'${process.execPath}' '${bin}' invoke slow Hi\r`);
    await shellSession.waitFor(frame);
    await waitUntil(() => mock.tasks.length === 1);
    shellSession.type('\u001a');
    await shellSession.waitFor(showsCursor);
    await shellSession.waitFor('shell> ');
    shellSession.type('fg\r');
    await shellSession.waitFor(hidesCursor);
    await shellSession.waitFor(frame);
    shellSession.type('\u0003');
    await shellSession.waitFor('goes on');
    await shellSession.waitFor('shell> ');
  });
});

describe('a narrower terminal', () => {
  it('cuts the line of progress to its width', async () => {
    const { mock, env } = await emulate();
    writeFileSync(join(home, 'lines.txt'), 'line\n'.repeat(40));
    const terminal = openTerminal(['batch', 'slow', 'lines.txt', '--concurrency', '4'], { env, columns: 100 });
    await terminal.waitToShow(/ 0\/40 · 0\/min$/);
    await waitUntil(() => mock.tasks.length === 4);
    terminal.resize(30);
    await terminal.waitToShow(/…$/);
    const last = (await terminal.shown()).split('\n').at(-1) ?? '';
    expect(stringWidth(last)).toBeLessThan(30);
    terminal.type('\u0003');
    await terminal.waitToShow(/Starting nothing more/);
    terminal.type('\u0003');
    await terminal.ended;
  });

  it('keeps what is typed in a chat', async () => {
    const { mock, env } = await emulate();
    const chat = openTerminal(['chat', 'echo'], { env });
    await chat.waitFor('> ');
    const message = 'A message that is longer than the narrow terminal which comes while it is typed';
    chat.type(message.slice(0, 60));
    await chat.waitFor(message.slice(50, 60));
    chat.resize(40);
    chat.type(`${message.slice(60)}\r`);
    await waitUntil(() => mock.tasks.length === 1);
    expect(mock.tasks[0]?.input?.text).toBe(message);
    await chat.waitFor('> ');
    chat.type('/exit\r');
    expect((await chat.ended).code).toBe(0);
  });

  it('shows a paste of many lines, and takes it as one message', async () => {
    const { mock, env } = await emulate();
    const chat = openTerminal(['chat', 'echo'], { env, columns: 40 });
    await chat.waitFor('> ');
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index} of a paste, with a tab\tand wide 日本語`);
    chat.type(`\u001b[200~${lines.join('\r')}\u001b[201~`);
    await chat.waitFor('line 29 of');
    expect(mock.tasks).toHaveLength(0);
    chat.type('\r');
    await waitUntil(() => mock.tasks.length === 1);
    expect(mock.tasks[0]?.input?.text).toBe(lines.join('\n'));
    await chat.waitFor('> ');
    chat.type('/exit\r');
    await chat.ended;
  });
});

describe('each stream', () => {
  it('asks for its own terminal', async () => {
    const { env } = await emulate();
    // The standard output of the command is a pipe, its standard error the terminal.
    const line = `'${process.execPath}' '${bin}' tasks list | cat; '${process.execPath}' '${bin}' invoke failing x --sync | cat`;
    await run(['invoke', 'echo', 'Hi', '--sync'], { env });
    const { screen } = await openTerminal(['-c', line], { env, file: '/bin/bash' }).ended;
    expect(screen).toMatch(/^[0-9a-f-]{36}\tcompleted\t/);
    expect(screen).toContain(`${esc}[31merror:`);
  });

  it('has a line of progress each ten seconds in a pipe, and none with --quiet', async () => {
    const { env } = await emulate();
    const [told, quiet] = [
      start(['invoke', 'slow', 'Hi'], { env }),
      start(['invoke', 'slow', 'Hi', '--quiet'], { env }),
    ];
    await told.waitFor(/\n/);
    expect(told.printed()).toEqual({ out: '', err: 'executing, 10 s\n' });
    expect(quiet.printed()).toEqual({ out: '', err: '' });
    for (const { child, ended } of [told, quiet]) {
      child.kill('SIGKILL');
      await ended;
    }
  });

  it('has no colours in a pipe, and has them with FORCE_COLOR', async () => {
    const plain = await shell('xpander-agent nothing');
    expect(plain.err).not.toContain(esc);
    const forced = await shell('xpander-agent nothing', { env: { FORCE_COLOR: '1' } });
    expect(forced.err).toContain(`${esc}[31merror:`);
  });
});
