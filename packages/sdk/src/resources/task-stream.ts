import type { Operations } from '../api/operations.ts';
import { StreamInterruptedError } from '../errors/run-errors.ts';
import type { CompletedTask, Task, TaskEvent } from '../models.ts';
import type { StreamOptions } from '../options.ts';
import type { Settings } from '../settings.ts';
import { onAbort } from '../transport/abort.ts';
import { type EventStream, openEventStream } from '../transport/event-stream.ts';
import { emit, subjectOfTask } from '../transport/hooks.ts';
import { checkCallOptions } from '../validation.ts';
import { createAbandon } from './abandon.ts';
import { createDeferred, type Deferred } from './deferred.ts';
import { type Operation, withDeadline } from './operation.ts';
import { finish, type Settled } from './output.ts';
import type { MaybeOutput } from './output-schema.ts';
import { type Conversation, enter, type Prepared, threadOf } from './prepare.ts';
import { createRelay, type Relayed, takeReady } from './relay.ts';
import { shareSource } from './shared-source.ts';
import { createStart } from './start.ts';
import { textOf } from './text-of.ts';
import { createEndJudge, type EndMark, markEnd } from './turn-end.ts';
import type { TakeTurn } from './turns.ts';
import type { WaitForEnd } from './wait.ts';

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

/** What a stream begins with: the events of its connection, or the task that was found when the connection was lost. */
type Opened = (
  | Relayed
  | { readonly found: Task; readonly earlier: readonly EndMark[]; readonly operation: Operation }
) & {
  /** The end, when it is seen only after everyone has left. */
  readonly told: Promise<Task>;
};

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
  const start = createStart(operations, clock);
  const abandon = createAbandon(operations);
  const relay = createRelay(operations, clock);

  /** Runs the turn: from the POST, sent at once, until somebody has seen its end or left. */
  const run = async (
    prepare: () => Prepared<Response>,
    options: StreamOptions,
    own: AbortController,
    opened: Deferred<Opened>,
    left: Deferred<Task>,
    conversation: Conversation | undefined,
  ): Promise<Task> => {
    checkCallOptions(options, 'stream');
    const what = prepare();
    const { signal } = options;
    if (signal?.aborted) own.abort(signal.reason);
    const stopListening = signal && onAbort(signal, () => own.abort(signal.reason));
    const limits = { ...options, signal: own.signal, onAbandon: abandon(options), onTask: conversation?.opened };
    try {
      return await withDeadline(clock, limits, async (operation) =>
        enter(what, conversation, (entered) => {
          const followTurn = async (earlier: readonly EndMark[], told: Promise<Task>): Promise<Task> => {
            const { answer, found } = await start({ ...entered, earlier }, options, operation);
            const turn = { earlier, operation, told };
            if (found !== undefined) opened.resolve({ found, ...turn });
            else opened.resolve({ stream: follow(answer, operation.signal), isReady: false, ...turn });
            // The turn ends with its limits also when nobody reads on: the next one waits for it.
            operation.signal.addEventListener('abort', () => left.reject(operation.signal.reason), { once: true });
            return left.promise;
          };
          return takeTurn(threadOf(entered), options, operation, followTurn, conversation?.whenBusy);
        }),
      );
    } finally {
      stopListening?.();
    }
  };

  /** Where the events did not tell the end, the task does. */
  const fallBack = async ({ earlier, operation }: Opened, options: StreamOptions): Promise<Task> => {
    const { taskId, lastTask, trouble } = operation.progress;
    if (taskId === undefined) throw new StreamInterruptedError(trouble === undefined ? undefined : { cause: trouble });
    emit(subjectOfTask(settings, taskId), 'onReconnect', { attempt: 1 });
    return waitForEnd({ id: taskId, snapshot: lastTask ?? { id: taskId }, earlier }, options, operation);
  };

  async function* events(
    opened: Promise<Opened>,
    options: StreamOptions,
    left: Deferred<Task>,
  ): AsyncGenerator<TaskEvent, void> {
    let opening: Opened | undefined;
    let end: Task | undefined;
    try {
      opening = await opened;
      if ('stream' in opening) {
        end = yield* relay(opening, options);
        // The rest is learned otherwise: whatever the server goes on to send is not wanted.
        opening.stream.cancel();
        if (left.isSettled()) return;
      } else if (createEndJudge(opening.earlier)(opening.found, clock.now())) end = opening.found;
      end ??= await fallBack(opening, options);
      // The turn ends when its end is seen, however long its reader takes over it.
      leave(opening, left, end);
      yield { type: 'task_finished', task_id: end.id, data: end };
    } catch (error) {
      left.reject(error);
      throw error;
    } finally {
      if (opening !== undefined) leave(opening, left, end);
    }
  }

  return (prepare, options, conversation) => {
    const own = new AbortController();
    const opened = createDeferred<Opened>();
    const left = createDeferred<Task>();
    const turn = run(prepare, options, own, opened, left, conversation);
    if (conversation) turn.then(() => conversation.left(), conversation.left);
    turn.catch(opened.reject);
    let current: Opened | undefined;
    opened.promise.then((opening) => {
      current = opening;
    }, ignore);
    const taskId = (): string | undefined => current?.operation.progress.taskId;
    const startedMs = clock.now();
    const source = shareSource(
      events(opened.promise, options, left),
      () => opened.promise.then((opening) => leave(opening, left), ignore),
      () => (current !== undefined && 'stream' in current ? takeReady(current) : undefined),
    );

    /** After the reader has left, the task is waited for in what is left of the time. */
    const waitOn = async (last: Task): Promise<Task> => {
      const { earlier, told } = await opened.promise;
      const id = taskId();
      if (id === undefined) throw new StreamInterruptedError();
      const limits = { deadlineMs: options.deadlineMs, startedMs, signal: own.signal, onAbandon: abandon(options) };
      const awaited = { id, snapshot: last, earlier, told };
      return withDeadline(clock, limits, (operation) => waitForEnd(awaited, options, operation));
    };
    const complete = async (): Promise<Settled> => {
      await source.drain();
      const last = await turn;
      const end = markEnd(last) === undefined ? await waitOn(last) : last;
      return finish(end, { ...options, signal: own.signal }, clock);
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
      [Symbol.asyncIterator]: () => source.read(),
      textStream: () => textOf(source.read(), finalTask, taskId),
    };
  };
}

/** The events of a connection, which an abort or the deadline closes, also when nobody reads them. */
function follow(response: Response, signal: AbortSignal): EventStream {
  const stream = openEventStream(response.body ?? new ReadableStream());
  signal.addEventListener('abort', stream.cancel, { once: true });
  return stream;
}

/** Whoever leaves closes the connection; the run goes on, and its thread is told how far it was seen. */
function leave(opening: Opened, left: Deferred<Task>, end?: Task): void {
  if ('stream' in opening) opening.stream.cancel();
  const { taskId = '', lastTask } = opening.operation.progress;
  left.resolve(end ?? lastTask ?? { id: taskId });
}

function ignore(): void {
  // Told to those who read or wait, if there are any.
}
