import { type IPty, spawn } from '@lydell/node-pty';
import { afterAll } from 'vitest';
import { bin, type CommandOptions, environment, home } from './command.ts';

/** A command at a real terminal. */
export interface TerminalSession {
  /** Everything that the terminal has received. */
  screen(): string;
  /** Resolves when the terminal has received a match after what earlier calls have found. */
  waitFor(pattern: RegExp | string): Promise<void>;
  type(text: string): void;
  resize(columns: number): void;
  readonly pid: number;
  readonly ended: Promise<{ readonly code: number; readonly screen: string }>;
}

const open = new Set<IPty>();
afterAll(() => {
  for (const terminal of open) terminal.kill('SIGKILL');
});

const longestWaitMs = 20_000;

/** Starts a program, by default the command, at a terminal. */
export function openTerminal(
  args: readonly string[],
  { env, cwd = home, columns = 80, file = process.execPath }: CommandOptions & { columns?: number; file?: string } = {},
): TerminalSession {
  const words = file === process.execPath ? [bin, ...args] : [...args];
  const terminal = spawn(file, words, { cols: columns, rows: 24, cwd, env: environment(env) });
  let received = '';
  let from = 0;
  const waiting = new Set<() => void>();
  terminal.onData((text) => {
    received += text;
    for (const look of waiting) look();
  });
  const ended = new Promise<{ code: number; screen: string }>((resolve) => {
    terminal.onExit(({ exitCode, signal }) => {
      open.delete(terminal);
      for (const look of waiting) look();
      resolve({ code: signal ? 128 + signal : exitCode, screen: received });
    });
  });
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
  return {
    screen: () => received,
    waitFor,
    type: (text) => terminal.write(text),
    resize: (width) => terminal.resize(width, 24),
    pid: terminal.pid,
    ended,
  };
}
