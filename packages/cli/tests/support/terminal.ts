import { type IPty, spawn } from '@lydell/node-pty';
import { afterAll } from 'vitest';
import { bin, type CommandOptions, environment, home } from './command.ts';
import { createScreen, rows } from './screen.ts';

/** A command at a real terminal. */
export interface TerminalSession {
  /** Everything that the terminal has received. */
  received(): string;
  /** What a person sees now. */
  shown(): Promise<string>;
  /** The same with marks of colours. */
  shownStyled(): Promise<string>;
  /** Resolves when the terminal has received a match after what earlier calls have found. */
  waitFor(pattern: RegExp | string): Promise<void>;
  /** Resolves when a person sees a match on the screen. */
  waitToShow(pattern: RegExp): Promise<void>;
  type(text: string): void;
  resize(columns: number): void;
  readonly cwd: string;
  readonly ended: Promise<{ readonly code: number; readonly screen: string }>;
}

const open = new Set<IPty>();
afterAll(() => {
  for (const terminal of open) terminal.kill('SIGKILL');
});

const longestWaitMs = 30_000;

/**
 * Keeps the terminal open after the command has ended, because what a process has written last is lost now and then when
 * its terminal closes. A mark that no screen shows tells the end, and the code.
 */
const untilSeen = 'trap : INT; "$0" "$@"; printf "\\033]777;%d\\007" $?; read -r _';
// biome-ignore lint/suspicious/noControlCharactersInRegex: the mark is an escape sequence.
const endMark = /\u001b\]777;(\d+)\u0007/;

interface TerminalOptions extends CommandOptions {
  readonly columns?: number;
  /** A program in place of the command. */
  readonly file?: string;
}

/** Starts a program, by default the command, at a terminal. */
export function openTerminal(
  args: readonly string[],
  { env, cwd = home, columns = 80, node = process.execPath, file }: TerminalOptions = {},
): TerminalSession {
  const words = file === undefined ? ['-c', untilSeen, node, bin, ...args] : [...args];
  const terminal = spawn(file ?? '/bin/sh', words, { cols: columns, rows, cwd, env: environment(env) });
  const screen = createScreen(columns);
  let received = '';
  let from = 0;
  const waiting = new Set<() => void>();
  let finish = (_code: number): void => {};
  const ended = new Promise<{ code: number; screen: string }>((resolve) => {
    finish = (code) => {
      open.delete(terminal);
      resolve({ code, screen: received });
      for (const look of waiting) look();
    };
  });
  terminal.onData((text) => {
    received += text;
    screen.write(text);
    const end = endMark.exec(received);
    if (end !== null) {
      received = received.replace(endMark, '');
      finish(Number(end[1]));
      terminal.kill('SIGKILL');
    }
    for (const look of waiting) look();
  });
  terminal.onExit(({ exitCode, signal }) => finish(signal ? 128 + signal : exitCode));
  open.add(terminal);
  const waitFor = (pattern: RegExp | string): Promise<void> =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        waiting.delete(look);
      };
      const look = (): void => {
        const rest = received.slice(from);
        const match = typeof pattern === 'string' ? rest.indexOf(pattern) : rest.search(pattern);
        if (match < 0) return;
        from += match + (typeof pattern === 'string' ? pattern.length : (pattern.exec(rest)?.[0].length ?? 0));
        stop();
        resolve();
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`No ${pattern} in ${JSON.stringify(received.slice(-600))}`));
      }, longestWaitMs);
      waiting.add(look);
      look();
    });
  const waitToShow = async (pattern: RegExp): Promise<void> => {
    const untilMs = Date.now() + longestWaitMs;
    while (!pattern.test(await screen.show())) {
      if (Date.now() > untilMs) throw new Error(`No ${pattern} on the screen:\n${await screen.show()}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return {
    waitToShow,
    received: () => received,
    shown: screen.show,
    shownStyled: screen.showStyled,
    waitFor,
    type: (text) => terminal.write(text),
    resize: (width) => {
      terminal.resize(width, rows);
      screen.resize(width);
    },
    cwd,
    ended,
  };
}
