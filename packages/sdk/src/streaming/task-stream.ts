import { onAbort, untilAborted } from '../async/abort.ts';
import { ignore } from '../async/ignore.ts';
import { createSharedIterator } from '../async/shared-iterator.ts';
import { withDeadline } from '../core/operation.ts';
import type { Core } from '../core/types.ts';
import { addCaller, type CallerTrace, captureCaller, traced } from '../errors/caller-trace.ts';
import { StreamInterruptedError } from '../errors/run-errors.ts';
import type { Task, TaskEvent } from '../models.ts';
import type { StreamOptions } from '../options/call-options.ts';
import type { MaybeOutput } from '../output/output-schema.ts';
import { type Settled, settle } from '../output/parse-output.ts';
import { waitForEnd } from '../polling/wait-for-end.ts';
import type { RunTarget } from '../runs/types.ts';
import { createEndDetector, markEnd } from '../tasks/end-detection.ts';
import { emit, subjectOfTask } from '../transport/hooks.ts';
import { createRedactor } from '../transport/redact.ts';
import { isConnected, relayEvents, takeReadyEvent, toInterruption } from './event-relay.ts';
import { beginStreamTurn } from './stream-turn.ts';
import { readText } from './text-stream.ts';
import type { OpenTurn, TaskStream } from './types.ts';

/** Starts a run at once and follows it: by its events, and by reading the task where they fail. */
export function openTaskStream(
  core: Core,
  target: RunTarget,
  options: StreamOptions & MaybeOutput,
): TaskStream<Settled> {
  const { clock } = core.settings;
  const own = new AbortController();
  const startedMs = clock.now();
  const opener = captureCaller(openTaskStream);
  let reader: CallerTrace | undefined;
  /** Errors show the line that opened the stream, and the one that reads it. */
  const explain = (error: unknown): unknown => addCaller(addCaller(error, opener), reader);
  const { opened, last } = beginStreamTurn(core, target, options, own);
  let turn: OpenTurn | undefined;
  opened.then((open) => {
    turn = open;
  }, ignore);
  const taskId = (): string | undefined => turn?.operation.progress.taskId;
  const watch: Watch = { isWatched: false, explain };
  const source = createSharedIterator(
    followEvents(core, opened, watch),
    () => void opened.then((open) => open.leave(), ignore),
    () => (turn !== undefined && isConnected(turn) ? takeReadyEvent(turn) : undefined),
  );

  /** After the reader has left, the task is waited for in the time that is left. */
  const waitOn = async (snapshot: Task): Promise<Task> => {
    const { earlier, seen, text, operation: turnOperation } = await opened;
    const id = taskId();
    if (id === undefined) throw new StreamInterruptedError();
    return withDeadline(core, { ...options, startedMs, signal: own.signal }, (operation) => {
      // The next turn may run by the time that this wait is abandoned.
      operation.isOwnTurn = turnOperation.isOwnTurn;
      return waitForEnd(core, { id, snapshot, earlier, seen, text }, operation);
    });
  };
  const complete = async (): Promise<Settled> => {
    await source.drain();
    const seen = await last;
    // The turn is over, and no longer listens to the caller's signal.
    const { signal } = options;
    const stopListening = signal && onAbort(signal, () => own.abort(signal.reason));
    try {
      const end = markEnd(seen) === undefined ? await waitOn(seen) : seen;
      return await settle(
        end,
        { ...options, signal: own.signal },
        clock,
        createRedactor(core.settings, options.headers),
      );
    } catch (error) {
      throw explain(error);
    } finally {
      stopListening?.();
    }
  };
  let completed: Promise<Settled> | undefined;
  const finalTask = (): Promise<Settled> => {
    completed ??= complete();
    return completed;
  };

  return {
    get taskId() {
      return taskId();
    },
    finalTask: () => {
      const result = traced(finalTask);
      // A caller that does not await the result must not crash the process.
      result.catch(ignore);
      return result;
    },
    abort: (reason) => own.abort(reason),
    [Symbol.asyncIterator]: function iterate() {
      reader = captureCaller(iterate);
      watch.isWatched = true;
      return source.read();
    },
    textStream: function textStream() {
      reader = captureCaller(textStream);
      return readText(source.read(), finalTask, taskId);
    },
  };
}

/** What the events need to know of their reader. */
interface Watch {
  /** Whether a loop reads the events. */
  isWatched: boolean;
  /** Adds to an error the lines that it concerns. */
  readonly explain: (error: unknown) => unknown;
}

/** The events of a run, the last of which is always `task_finished`. */
async function* followEvents(core: Core, opened: Promise<OpenTurn>, watch: Watch): AsyncGenerator<TaskEvent, void> {
  const turn = await opened.catch((error: unknown) => {
    throw watch.explain(error);
  });
  let end: Task | undefined;
  try {
    if (isConnected(turn)) {
      end = yield* relayEvents(core, turn, () => watch.isWatched);
      // The task's record shows the rest. Later events are not needed.
      turn.stream.cancel();
      if (turn.hasLeft()) return;
    } else end = findEnd(core, turn);
    end ??= await fallBack(core, turn);
    // The turn ends when its end is seen, however long its reader takes.
    turn.leave(end);
    yield { type: 'task_finished', task_id: end.id, data: end };
  } catch (error) {
    // After the reader has left, later errors are ignored.
    if (turn.hasLeft()) return;
    turn.fail(error);
    throw watch.explain(error);
  } finally {
    turn.leave(end);
  }
}

/** The task that was found after the connection was lost, if it has already ended. */
function findEnd(core: Core, { found, earlier }: OpenTurn): Task | undefined {
  return found !== undefined && createEndDetector(earlier)(found, core.settings.clock.now()) ? found : undefined;
}

/** Polls the task when the events did not show its end. */
async function fallBack(core: Core, { earlier, seen, text, operation, leaving }: OpenTurn): Promise<Task> {
  const { taskId, lastTask } = operation.progress;
  if (taskId === undefined) throw toInterruption(operation.progress);
  emit(subjectOfTask(core.settings, taskId), 'onReconnect', { attempt: 1 });
  const awaited = { id: taskId, snapshot: lastTask ?? { id: taskId }, earlier, seen, text };
  return untilAborted(leaving, () => waitForEnd(core, awaited, { ...operation, signal: leaving }));
}
