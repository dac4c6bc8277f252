import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { type Batch, type BatchSummary, fileStore, findBatch, openBatch } from '@xpander/batch';
import { Xpander } from '@xpander/sdk';
import { describeProgress } from '../batch/describe-progress.ts';
import { createLiveRate } from '../batch/live-rate.ts';
import { parseRate } from '../batch/parse-rate.ts';
import { planBatch } from '../batch/plan-batch.ts';
import { type BatchInput, type InputFormat, openInput } from '../batch/read-input.ts';
import { createClient } from '../client/create-client.ts';
import { CommandError, configurationError, usageError } from '../failures/command-error.ts';
import { exitCodes } from '../failures/exit-codes.ts';
import { commandLine } from '../failures/shell-quote.ts';
import { parseUser } from '../input/build-request.ts';
import { chooseAgent } from '../input/choose-agent.ts';
import { reasonOf } from '../input/files.ts';
import type { Interruption } from '../interrupts/interrupts.ts';
import { startStatusLine } from '../screen/status-line.ts';
import type { CommonOptions, Session } from '../session.ts';
import type { AgentCall, RecordCall } from './types.ts';

interface BatchCommandOptions extends CommonOptions {
  readonly agent?: string;
  readonly format?: InputFormat;
  readonly prompt?: string;
  readonly out?: string;
  readonly name?: string;
  readonly user?: string;
  readonly concurrency?: number;
  readonly rate?: string;
  readonly retryFailed?: boolean;
  readonly dryRun?: boolean;
}

const example = 'xpander-agent batch <agent> prompts.txt';

/** Runs each line of a file, or goes on where an earlier command has ended. */
export async function runBatch({ words, options, session }: AgentCall<BatchCommandOptions>): Promise<void> {
  const { agentId, rest: file } = chooseAgent(words, options, session, example);
  if (file === undefined)
    throw usageError('The file is missing; - is the standard input.', [`For example: ${example}`]);
  if (file === '-' && options.apiKeyStdin)
    throw usageError('The standard input cannot carry both the key and the lines.');
  const rate = options.rate === undefined ? undefined : parseRate(options.rate);
  const input = await openInput(file, options, session.interrupts.signal);
  try {
    if (options.dryRun) return await planBatch({ agentId, items: input.items, rate, session });
    const out = options.out ?? defaultOut(file);
    const client = await createClient(options, session);
    const batch = await openAt(out, { agentId, client, options });
    try {
      await addLines(batch, input.items, out, session);
      await work({ batch, rate, out, options, session });
    } finally {
      await batch.close();
    }
  } finally {
    await input.remove();
  }
}

/** Shows how far a batch is. Another process may be working on it. */
export async function showBatchStatus({ out, session }: RecordCall & { readonly out: string }): Promise<void> {
  const identity = await findBatch(out);
  if (identity === undefined) throw configurationError(`${out} is not the output of a batch.`);
  // Nothing is sent.
  const xpander = new Xpander({ apiKey: 'unused' });
  const batch = await openBatch({ xpander, ...identity, store: fileStore(out) });
  try {
    const progress = await batch.progress();
    const { waiting, running, completed, failed, perMinute } = progress;
    if (session.isJson) return await session.printJson({ ...identity, ...progress });
    const counts = { waiting, running, completed, failed, perMinute };
    if (session.out.isTerminal) return await session.print(`${describeProgress(progress)}\n`);
    await session.print(
      Object.entries(counts)
        .map(([name, count]) => `${name}\t${count}\n`)
        .join(''),
    );
  } finally {
    await batch.close();
  }
}

interface Opening {
  readonly agentId: string;
  readonly client: Xpander;
  readonly options: BatchCommandOptions;
}

/**
 * Opens the batch of an output file. The name of a new batch is made up, because the same name and agent would stand for
 * the same runs for ever, also after the file was deleted.
 */
async function openAt(out: string, { agentId, client, options }: Opening): Promise<Batch> {
  const known = await findBatch(out);
  const name = options.name ?? known?.name ?? `${basename(out)}-${randomUUID()}`;
  const defaults = { via: 'stream', deadlineMs: 0, ...(options.user && { user: parseUser(options.user) }) } as const;
  return openBatch({ xpander: client, agentId, name, store: fileStore(out), defaults });
}

/** Adds the lines that are new. The first Ctrl-C ends the reading of a long input, of which nothing is added then. */
async function addLines(batch: Batch, items: BatchInput['items'], out: string, session: Session): Promise<void> {
  try {
    await batch.add(untilAborted(items, session.interrupts.signal));
  } catch (error) {
    throw isUnwritable(error) ? configurationError(`--out: ${out} cannot be written: ${reasonOf(error)}.`) : error;
  }
}

async function* untilAborted<Item>(items: AsyncIterable<Item>, signal: AbortSignal): AsyncGenerator<Item> {
  for await (const item of items) {
    signal.throwIfAborted();
    yield item;
  }
  signal.throwIfAborted();
}

/** Whether another `--out` would help. A full disk is no mistake of the command line. */
function isUnwritable(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EACCES', 'EISDIR', 'EROFS'].includes(String((error as NodeJS.ErrnoException).code));
}

function defaultOut(file: string): string {
  if (file === '-') throw usageError('--out is missing: it names the file of the results.');
  return `${file.replace(/\.[^./\\]+$/, '')}.results.jsonl`;
}

interface Working {
  readonly batch: Batch;
  readonly rate: ReturnType<typeof parseRate> | undefined;
  readonly out: string;
  readonly options: BatchCommandOptions;
  readonly session: Session;
}

/** How long running lines may take after the first Ctrl-C. The second one leaves at once. */
const drainMs = 86_400_000;

async function work(working: Working): Promise<void> {
  const { batch, rate, out, options, session } = working;
  const first = await batch.progress();
  const rateOf = createLiveRate(first);
  const status = await startStatusLine(session, options, describeProgress(rateOf(first)), (text) => text);
  const stop = new AbortController();
  let interruption: Interruption | undefined;
  const release = session.interrupts.handle((next) => {
    if (interruption !== undefined) process.exit(next.exitCode);
    interruption = next;
    session.note('Starting nothing more. Ctrl-C again leaves the running lines; the same command goes on with them.');
    stop.abort();
  });
  try {
    const summary = await batch.work({
      concurrency: options.concurrency,
      rateLimit: rate,
      retryFailed: options.retryFailed ? await attemptsOfFailed(batch) : 0,
      signal: stop.signal,
      drainMs,
      onProgress: (progress) => status.update(describeProgress(rateOf(progress))),
    });
    status.stop();
    await printSummary(summary, out, session);
    if (interruption !== undefined && summary.left > 0) throw interrupted(interruption, summary, working);
    reportFailed(summary, working);
  } finally {
    status.stop();
    release();
  }
}

/** One attempt more than the failed lines have had. At least 1. */
async function attemptsOfFailed(batch: Batch): Promise<number> {
  let attempts = 1;
  for await (const result of batch.results())
    if (result.status !== 'completed') attempts = Math.max(attempts, result.attempts);
  return attempts;
}

async function printSummary({ stopped: _, ...summary }: BatchSummary, out: string, session: Session): Promise<void> {
  if (session.isJson) return session.printJson({ ...summary, out });
  const { completed, failed, left } = summary;
  await session.print(`${completed} completed, ${failed} failed, ${left} left: ${out}\n`);
}

function interrupted({ exitCode }: Interruption, { left }: BatchSummary, { session }: Working): CommandError {
  const message = `Interrupted with ${left} lines left. The same command goes on with them.`;
  return new CommandError({ code: 'interrupted', exitCode, message, next: commandLine(...session.args) });
}

function reportFailed({ failed }: BatchSummary, { options, session }: Working): void {
  if (failed === 0) return;
  session.fail({
    code: 'batch_failed_lines',
    exitCode: exitCodes.failedLines,
    message: failed === 1 ? '1 line failed.' : `${failed} lines failed.`,
    next: commandLine(...session.args, ...(options.retryFailed ? [] : ['--retry-failed'])),
  });
}
