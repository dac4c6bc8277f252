import { createInterface, type Interface, type Key } from 'node:readline';
import { Interruption } from '../interrupts/interrupts.ts';
import type { Session } from '../session.ts';
import type { History } from './history-file.ts';

/** Reads messages at a terminal. */
export interface PromptReader {
  /** Resolves with a message of one or more lines; with `undefined` at the end of the input (Ctrl-D). */
  read(): Promise<string | undefined>;
  close(): void;
}

const prompt = '> ';
const continuation = '… ';
const leaveWithinMs = 2_000;
const startPastes = '\u001b[?2004h';
const endPastes = '\u001b[?2004l';

/**
 * Creates the prompt. Between two reads, the terminal is in its ordinary mode, so that Ctrl-C and Ctrl-Z are signals.
 *
 * A paste of several lines is one message, on terminals that mark pastes. A line that ends with a backslash goes on in
 * the next line.
 */
export function createPromptReader(session: Session, history: History): PromptReader {
  const readline = createInterface({
    input: process.stdin,
    output: process.stderr,
    terminal: true,
    history: history.lines,
    historySize: 1_000,
    removeHistoryDuplicates: true,
  });
  const { signal } = session.interrupts;
  const mark = (mode: string): void => {
    if (session.err.isTerminal && session.env.TERM !== 'dumb') session.printError(mode);
  };
  let isClosed = false;
  let isPasting = false;
  let lastInterruptMs = 0;
  let lines: string[] = [];
  let settle: { resolve(message: string | undefined): void; reject(error: unknown): void } | undefined;

  const ask = (): void => {
    readline.setPrompt(lines.length === 0 ? prompt : continuation);
    readline.prompt();
  };
  const suspend = (): void => {
    mark(endPastes);
    if (isClosed) return;
    readline.pause();
    process.stdin.setRawMode(false);
  };
  const finish = (act: (open: NonNullable<typeof settle>) => void): void => {
    const open = settle;
    if (open === undefined) return;
    settle = undefined;
    suspend();
    act(open);
  };

  process.stdin.on('keypress', (_text: string | undefined, key: Key | undefined) => {
    if (key?.name === 'paste-start') isPasting = true;
    if (key?.name === 'paste-end') isPasting = false;
  });
  readline.on('line', (line) => {
    void history.add(line);
    const goesOn = isPasting || line.endsWith('\\');
    lines.push(goesOn && !isPasting ? line.slice(0, -1) : line);
    if (goesOn) return ask();
    const message = lines.join('\n');
    lines = [];
    if (message.trim() === '') return ask();
    finish(({ resolve }) => resolve(message));
  });
  readline.on('SIGINT', () => {
    const isEmpty = readline.line === '' && lines.length === 0;
    const isSecond = isEmpty && Date.now() - lastInterruptMs < leaveWithinMs;
    session.printError('\n');
    if (isSecond) return finish(({ reject }) => reject(new Interruption('SIGINT')));
    clearLine(readline);
    lines = [];
    lastInterruptMs = isEmpty ? Date.now() : 0;
    if (isEmpty) session.note('Press Ctrl-C again to leave.', session.err.colors.dim);
    ask();
  });
  // After `fg`: readline has paused itself.
  readline.on('SIGCONT', () => {
    mark(startPastes);
    readline.prompt(true);
  });
  readline.on('close', () => {
    isClosed = true;
    finish(({ resolve }) => resolve(undefined));
  });
  signal.addEventListener('abort', () => finish(({ reject }) => reject(signal.reason)), { once: true });

  return {
    read: () =>
      new Promise((resolve, reject) => {
        if (isClosed) return resolve(undefined);
        if (signal.aborted) return reject(signal.reason);
        settle = { resolve, reject };
        process.stdin.setRawMode(true);
        mark(startPastes);
        ask();
      }),
    close: () => {
      isClosed = true;
      readline.close();
      mark(endPastes);
    },
  };
}

function clearLine(readline: Interface): void {
  readline.write(null, { ctrl: true, name: 'e' });
  readline.write(null, { ctrl: true, name: 'u' });
}
