import type { Operations } from '../api/operations.ts';
import { onAbort, untilAborted } from '../async/abort.ts';
import { shareSource } from '../async/shared-iterator.ts';
import type { Settings } from '../config/settings.ts';
import { createAbandon } from '../core/abandon.ts';
import { withDeadline } from '../core/operation.ts';
import { StreamInterruptedError } from '../errors/run-errors.ts';
import type { CompletedTask, Task, TaskEvent } from '../models.ts';
import type { StreamOptions } from '../options/call-options.ts';
import type { MaybeOutput } from '../output/output-schema.ts';
import { finish, type Settled } from '../output/parse-output.ts';
import type { WaitForEnd } from '../polling/wait-for-one.ts';
import type { Conversation, Prepared } from '../runs/prepare-run.ts';
import { createEndJudge, markEnd } from '../tasks/end-detection.ts';
import type { TakeTurn } from '../threads/turn-queue.ts';
import { emit, subjectOfTask } from '../transport/hooks.ts';
import { createRelay, takeReady } from './event-relay.ts';
import { createStreamTurns, type Opening } from './stream-turn.ts';
import { textOf } from './text-stream.ts';

/** A run whose events can be followed. It goes on whether they are or not. */
export interface TaskStream<R = CompletedTask> extends AsyncIterable<TaskEvent> {
  /** The id of the run, once the server has told it. */
  readonly taskId: string | undefined;
  /**
   * The answer, piece by piece; what did not come in pieces, or was lost with a connection, comes at the end. An answer
   * that does not begin with the text on the way to it is left to `finalTask`. Rejects as `finalTask` does.
   */
  textStream(): AsyncIterable<string>;
  /**
   * The completed task: any number of times, whether somebody reads the events or not.
   *
   * @throws TaskFailedError when the task ends as `failed`, `error` or `stopped`.
   * @throws OutputError when its answer does not fit `output`.
   * @throws StreamInterruptedError when the stream broke before it told the task's id.
   */
  finalTask(): Promise<R>;
  /** Ends the stream at once, for those who read it and those who wait for it. The run goes on. */
  abort(reason?: unknown): void;
}

/** Starts a run and follows it, by its events first and by reading the task where they fail. */
export type OpenTaskStream = (
  prepare: () => Prepared<Response>,
  options: StreamOptions & MaybeOutput,
  conversation?: Conversation,
) => TaskStream<Settled>;

export function createTaskStreams(
  operations: Operations,
  waitForEnd: WaitForEnd,
  takeTurn: TakeTurn,
  settings: Settings,
): OpenTaskStream {
  const { clock } = settings;
  const abandon = createAbandon(operations);
  const relay = createRelay(operations, clock);
  const begin = createStreamTurns(operations, takeTurn, settings);

  /** Where the events did not tell the end, the task does. */
  const fallBack = async ({ earlier, operation, leaving }: Opening, options: StreamOptions): Promise<Task> => {
    const { taskId, lastTask, trouble } = operation.progress;
    if (taskId === undefined) throw new StreamInterruptedError(trouble === undefined ? undefined : { cause: trouble });
    emit(subjectOfTask(settings, taskId), 'onReconnect', { attempt: 1 });
    const awaited = { id: taskId, snapshot: lastTask ?? { id: taskId }, earlier };
    return untilAborted(leaving, () => waitForEnd(awaited, options, { ...operation, signal: leaving }));
  };

  async function* events(
    opened: Promise<Opening>,
    options: StreamOptions,
    isWatched: () => boolean,
  ): AsyncGenerator<TaskEvent, void> {
    const opening = await opened;
    let end: Task | undefined;
    try {
      if ('stream' in opening) {
        end = yield* relay(opening, options, isWatched);
        // The rest is learned otherwise: whatever the server goes on to send is not wanted.
        opening.stream.cancel();
        if (opening.hasLeft()) return;
      } else if (createEndJudge(opening.earlier)(opening.found, clock.now())) end = opening.found;
      end ??= await fallBack(opening, options);
      // The turn ends when its end is seen, however long its reader takes over it.
      opening.leave(end);
      yield { type: 'task_finished', task_id: end.id, data: end };
    } catch (error) {
      // Who has left wants no more, nor what went wrong after.
      if (opening.hasLeft()) return;
      opening.fail(error);
      throw error;
    } finally {
      opening.leave(end);
    }
  }

  return (prepare, options, conversation) => {
    const own = new AbortController();
    const startedMs = clock.now();
    const { opened, last } = begin(prepare, options, own, conversation);
    let current: Opening | undefined;
    opened.then((opening) => {
      current = opening;
    }, ignore);
    const taskId = (): string | undefined => current?.operation.progress.taskId;
    let isWatched = false;
    const source = shareSource(
      events(opened, options, () => isWatched),
      () => void opened.then((opening) => opening.leave(), ignore),
      () => (current !== undefined && 'stream' in current ? takeReady(current) : undefined),
    );

    /** After the reader has left, the task is waited for in what is left of the time. */
    const waitOn = async (snapshot: Task): Promise<Task> => {
      const { earlier, told } = await opened;
      const id = taskId();
      if (id === undefined) throw new StreamInterruptedError();
      const limits = { deadlineMs: options.deadlineMs, startedMs, signal: own.signal, onAbandon: abandon(options) };
      const awaited = { id, snapshot, earlier, told };
      return withDeadline(clock, limits, (operation) => waitForEnd(awaited, options, operation));
    };
    const complete = async (): Promise<Settled> => {
      await source.drain();
      const seen = await last;
      // The turn is over, and has let go of the caller's signal.
      const { signal } = options;
      const stopListening = signal && onAbort(signal, () => own.abort(signal.reason));
      try {
        const end = markEnd(seen) === undefined ? await waitOn(seen) : seen;
        return await finish(end, { ...options, signal: own.signal }, clock);
      } finally {
        stopListening?.();
      }
    };
    let completed: Promise<Settled> | undefined;
    const finalTask = (): Promise<Settled> => {
      completed ??= complete();
      completed.catch(ignore);
      return completed;
    };

    return {
      get taskId() {
        return taskId();
      },
      finalTask,
      abort: (reason) => own.abort(reason),
      [Symbol.asyncIterator]: () => {
        isWatched = true;
        return source.read();
      },
      textStream: () => textOf(source.read(), finalTask, taskId),
    };
  };
}

function ignore(): void {
  // Told to those who read or wait, if there are any.
}
