import { exitCodes } from './failures/exit-codes.ts';
import type { Failure } from './failures/types.ts';
import { createInterrupts, type Interrupts } from './interrupts/interrupts.ts';
import { showControls, toJsonLine } from './output/control-characters.ts';
import { createStreamStyle, type StreamStyle } from './output/stream-style.ts';
import { createWriter } from './output/writer.ts';

/** The options that every command has. */
export interface CommonOptions {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  readonly apiKeyFile?: string | undefined;
  readonly apiKeyStdin?: boolean | undefined;
}

/** Facts about a request, for `--verbose`. */
export interface RequestFacts {
  readonly method: string;
  readonly path: string;
  readonly status?: number | undefined;
  /** The code of the error, if no answer came. */
  readonly code?: string | undefined;
  readonly ms: number;
}

/** One run of the program: its streams, its signals and its exit code. */
export interface Session {
  /** The words of the command line. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly out: StreamStyle;
  readonly err: StreamStyle;
  readonly interrupts: Interrupts;
  readonly isJson: boolean;
  /** Where the API key came from, once it was looked for. */
  keySource: string | undefined;
  /** The code of the first failure, or 0. */
  exitCode: number;
  /** Writes to the standard output. */
  print(text: string): Promise<void>;
  /** Resolves when the standard output is written. @throws CommandError if it cannot be. */
  flush(): Promise<void>;
  /** Writes a value as one line of JSON to the standard output. */
  printJson(value: unknown): Promise<void>;
  /** Writes text to the standard error as it is. */
  printError(text: string): void;
  /** Writes a line to the standard error, unless the output is JSON. */
  note(line: string, paint?: (line: string) => string): void;
  /** Writes a line about a request to the standard error. */
  trace(facts: RequestFacts): void;
  /** Writes a warning to the standard error. */
  warn(message: string): void;
  /** Prints a failure. */
  showFailure(failure: Failure): void;
  /** Prints a failure, and keeps its exit code if it is the first. */
  fail(failure: Failure): void;
}

export function createSession({ args, isJson }: Pick<Session, 'args' | 'isJson'>): Session {
  const { env } = process;
  const err = createStreamStyle(process.stderr, env);
  const interrupts = createInterrupts();
  const errors = createWriter(process.stderr, () => {});
  const writeError = (text: string): void => void errors.write(text);
  const output = createWriter(process.stdout, (reason) => interrupts.abort(reason));
  const session: Session = {
    args,
    env,
    out: createStreamStyle(process.stdout, env),
    err,
    interrupts,
    isJson,
    keySource: undefined,
    exitCode: exitCodes.completed,
    print: output.write,
    flush: output.flush,
    printJson: (value) => output.write(toJsonLine(value)),
    printError: writeError,
    note: (line, paint = (text) => text) => {
      if (!isJson) writeError(`${paint(showControls(line))}\n`);
    },
    trace: (request) => {
      const { method, path, status, code, ms } = request;
      if (isJson) return writeError(toJsonLine({ request }));
      session.note(`${method} ${path} ${status ?? code} ${ms} ms`, err.colors.dim);
    },
    warn: (message) => {
      if (isJson) return writeError(toJsonLine({ warning: { message } }));
      writeError(`${err.colors.yellow('warning:')} ${showControls(message)}\n`);
    },
    showFailure: (failure) => writeError(isJson ? toErrorObject(failure) : toErrorLines(failure, err.colors)),
    fail: (failure) => {
      if (session.exitCode === exitCodes.completed) session.exitCode = failure.exitCode;
      session.showFailure(failure);
    },
  };
  return session;
}

function toErrorObject({ hints: _, ...error }: Failure): string {
  return toJsonLine({ error });
}

function toErrorLines({ code, message, next, hints = [] }: Failure, colors: StreamStyle['colors']): string {
  const label = code === 'interrupted' ? '' : `${colors.red('error:')} `;
  const lines = next === undefined || hints.length > 0 ? hints : [`Next: ${next}`];
  return [`${label}${showControls(message)}`, ...lines.map((line) => `  ${showControls(line)}`)]
    .join('\n')
    .concat('\n');
}
