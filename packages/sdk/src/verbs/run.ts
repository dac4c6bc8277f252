import { invokeAsync, invokeSync } from '../api/operations.ts';
import { checkCallOptions } from '../config/validate-options.ts';
import { withDeadline } from '../core/operation.ts';
import { surroundRun } from '../core/surround-operation.ts';
import type { Core, Operation } from '../core/types.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Task } from '../models.ts';
import type { InvokeOptions, RunOptions } from '../options/call-options.ts';
import type { MaybeOutput } from '../output/output-schema.ts';
import { type Settled, settle } from '../output/parse-output.ts';
import { waitForEnd } from '../polling/wait-for-end.ts';
import { prepareOnce } from '../runs/prepare-once.ts';
import { prepareRun, toReadyRun } from '../runs/prepare-run.ts';
import { startRun, toTurnText } from '../runs/start-run.ts';
import type { PreparedRun, ReadyRun, RunTarget } from '../runs/types.ts';
import { streamPrepared } from '../streaming/task-stream.ts';
import { createEndDetector } from '../tasks/end-detection.ts';
import { refusePaused } from '../tasks/task-status.ts';
import { takeTurn } from '../threads/turn-queue.ts';
import { createRedactor } from '../transport/redact.ts';

/** Starts a run over the async endpoint, and waits for its end. */
export async function runAgent(core: Core, target: RunTarget, options: RunOptions & MaybeOutput): Promise<Settled> {
  checkCallOptions(options, 'run');
  const isStreamed = isByStream(options);
  const prepared =
    options.once === undefined
      ? prepareRun(core, target, options)
      : await prepareOnce(core, target, options.once, options);
  return surroundRun(core, 'run', prepared, () =>
    isStreamed
      ? streamPrepared(core, prepared, options).finalTask()
      : completeRun(core, prepared, options, invokeAsync),
  );
}

/** @throws ConfigurationError when events are asked for that no poll could show. */
function isByStream({ via, onEvent }: RunOptions): boolean {
  if (via === 'poll' && onEvent !== undefined)
    throw new ConfigurationError('onEvent', 'cannot be used with via: "poll"', 'Leave `via` out, or use "stream"');
  return via === 'stream' || onEvent !== undefined;
}

/** Starts a run over the sync endpoint. If its answer is not the end, the task is polled. */
export async function invokeAgent(core: Core, target: RunTarget, options: RunOptions & MaybeOutput): Promise<Settled> {
  checkCallOptions(options, 'run');
  if (options.onEvent !== undefined)
    throw new ConfigurationError('onEvent', 'is not an option of invoke, which has no events', 'Call `run` instead');
  const prepared =
    options.once === undefined
      ? prepareRun(core, target, options)
      : await prepareOnce(core, target, options.once, options);
  return surroundRun(core, 'invoke', prepared, () => completeRun(core, prepared, options, invokeSync));
}

/** Starts a run, and returns its task without waiting for the end. */
export async function invokeAgentAsync(core: Core, target: RunTarget, options: InvokeOptions): Promise<Task> {
  checkCallOptions(options, 'invoke');
  const prepared =
    options.once === undefined
      ? prepareRun(core, target, options)
      : await prepareOnce(core, target, options.once, options);
  return surroundRun(core, 'invokeAsync', prepared, () =>
    withDeadline(core, { ...options, deadlineMs: 0 }, (operation) =>
      takeTurn(core, prepared.thread, operation, async (turn) => {
        const { answer, found } = await startRun(core, toReadyRun(prepared, turn), operation, invokeAsync);
        return operation.noteTask(answer ?? found);
      }),
    ),
  );
}

type InvokeTask = typeof invokeSync | typeof invokeAsync;

async function completeRun(
  core: Core,
  prepared: PreparedRun,
  options: RunOptions & MaybeOutput,
  invoke: InvokeTask,
): Promise<Settled> {
  const end = await withDeadline(core, options, (operation) =>
    takeTurn(core, prepared.thread, operation, (turn) =>
      completeTurn(core, toReadyRun(prepared, turn), operation, invoke),
    ),
  );
  const { settings } = core;
  return settle(end, options, settings.clock, createRedactor(settings, options.headers));
}

/** One turn to its end: the POST, its answer, and polls if the answer was not the end. */
async function completeTurn(core: Core, run: ReadyRun, operation: Operation, invoke: InvokeTask): Promise<Task> {
  const { options } = operation;
  const { answer, found } = await startRun(core, run, operation, invoke);
  const task = operation.noteTask(answer ?? found);
  const text = toTurnText({ ...run, isShared: run.isShared || found !== undefined }, task, operation);
  await options.onUpdate?.(task);
  // The answer to a sync invoke is this turn's own. A record that was read may still show the end of an earlier turn.
  const isOwnAnswer = invoke === invokeSync && found === undefined;
  const isEnd = createEndDetector(isOwnAnswer ? [] : run.earlier);
  if (isEnd(task, core.settings.clock.now())) return task;
  refusePaused(task, options.onPaused);
  const { earlier, seen } = run;
  return waitForEnd(core, { id: task.id, snapshot: task, earlier, seen, text }, operation);
}
