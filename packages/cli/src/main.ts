import type { Command, CommanderError } from 'commander';
import { CommandError, usageError } from './failures/command-error.ts';
import { exitCodes } from './failures/exit-codes.ts';
import type { Failure } from './failures/types.ts';
import { Interruption } from './interrupts/interrupts.ts';
import { readerLeft } from './output/writer.ts';
import { createProgram } from './program/program.ts';
import { createSession, type Session } from './session.ts';

/** Runs one command line. Returns the exit code; the process ends when all output was written. */
export async function main(args: readonly string[]): Promise<number> {
  const ownArgs = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  const session = createSession({ args, isJson: ownArgs.includes('--json') });
  const program = createProgram(session);
  try {
    refuseKeyArgument(ownArgs);
    await program.parseAsync([...args], { from: 'user' });
    await session.flush();
  } catch (error) {
    if (isCommanderError(error)) reportUsage(error, program, ownArgs, session);
    else if (error !== readerLeft) await report(error, session);
  }
  return session.exitCode;
}

async function report(error: unknown, session: Session): Promise<void> {
  if (error instanceof CommandError) return session.fail(error.failure);
  if (error instanceof Interruption) return session.fail(describeInterruption(error));
  const { describeFailure } = await import('./failures/describe-failure.ts');
  session.fail(describeFailure(error, { keySource: session.keySource }));
}

function describeInterruption({ exitCode, message }: Interruption): Failure {
  return { code: 'interrupted', exitCode, message };
}

function isCommanderError(error: unknown): error is CommanderError {
  return error instanceof Error && error.name === 'CommanderError';
}

function reportUsage(error: CommanderError, program: Command, args: readonly string[], session: Session): void {
  if (error.exitCode === 0) return;
  const help = helpOf(program, args);
  const hint = hintOf(error.code, help);
  session.fail({
    code: 'usage',
    exitCode: exitCodes.usage,
    message: messageOf(error, args),
    next: help,
    hints: [...(hint ? [hint] : []), `See: ${help}`],
  });
}

function messageOf({ code, message }: CommanderError, [first, second]: readonly string[]): string {
  if (code !== 'commander.help') return message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  return first === 'help' && second !== undefined ? `unknown command '${second}'` : 'A command is missing.';
}

function hintOf(code: string, help: string): string | undefined {
  if (code === 'commander.excessArguments') return 'Put quotes around a prompt of several words.';
  if (code === 'commander.unknownOption' && help === 'xpander-agent --help')
    return 'Options follow the command: xpander-agent <command> [options]';
  return undefined;
}

/** The command line that shows the help of the command that was called. */
function helpOf(program: Command, args: readonly string[]): string {
  let command: Command | undefined = program;
  const path: string[] = [];
  for (const argument of args) {
    command = command.commands.find((one) => one.name() === argument);
    if (command === undefined) break;
    path.push(argument);
  }
  return ['xpander-agent', ...path, '--help'].join(' ');
}

/** An option that would carry the key. Other options of the same beginning name a file or the standard input. */
const keyOption = /^--?(api[-_]?key|key|token)(=.*)?$/is;

/** @throws CommandError for a key in the arguments. Its message does not repeat the argument. */
function refuseKeyArgument(args: readonly string[]): void {
  if (!args.some((argument) => keyOption.test(argument))) return;
  throw usageError(
    'The API key is not taken from an argument, because other users of the machine can read arguments in the list of processes.',
    ['Set XPANDER_API_KEY, or pass --api-key-file <file> or --api-key-stdin.'],
  );
}
