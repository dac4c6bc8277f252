import { onAbort } from '../async/abort.ts';
import { runDirectly } from '../async/capture-context.ts';
import { createDeferred } from '../async/deferred.ts';
import { ignore } from '../async/ignore.ts';
import { createSharedIterator } from '../async/shared-iterator.ts';
import { withDeadline } from '../core/operation.ts';
import type { Core } from '../core/types.ts';
import { addCaller, type CallerTrace, captureCaller, traced } from '../errors/caller-trace.ts';
import { StreamInterruptedError } from '../errors/run-errors.ts';
import type { Task } from '../models.ts';
import type { StreamOptions } from '../options/call-options.ts';
import type { MaybeOutput } from '../output/output-schema.ts';
import { type Settled, settle } from '../output/parse-output.ts';
import { waitForEnd } from '../polling/wait-for-end.ts';
import type { PreparedRun, RunTarget } from '../runs/types.ts';
import { markEnd } from '../tasks/end-detection.ts';
import { createRedactor } from '../transport/redact.ts';
import { isConnected, takeReadyEvent } from './event-relay.ts';
import { followTurn, startStream } from './stream-turn.ts';
import { readText } from './text-stream.ts';
import { readTurn, showConnection, type Watch } from './turn-events.ts';
import type { OpenTurn, TaskStream, TurnSource, TurnStart } from './types.ts';

type Options = StreamOptions & MaybeOutput;

/** Starts a run at once and follows it: by its events, and by reading the task where they fail. */
export function openTaskStream(core: Core, target: RunTarget, options: Options): TaskStream<Settled> {
  return createTaskStream(core, options, {
    begin: (start) => startStream(core, target, options, start),
    show: (turn, isWatched) => showConnection(core, turn, isWatched),
  });
}

/** The same for a run that is a part of another operation. */
export function streamPrepared(core: Core, prepared: PreparedRun, options: Options): TaskStream<Settled> {
  return createTaskStream(core, options, {
    begin: (start) => followTurn(core, prepared, options, start),
    show: (turn, isWatched) => showConnection(core, turn, isWatched),
  });
}

/** A stream over a turn, which begins at once. */
export function createTaskStream(core: Core, options: Options, source: TurnSource): TaskStream<Settled> {
  const { begin, show, wait = (awaited, operation) => waitForEnd(core, awaited, operation) } = source;
  const { clock } = core.settings;
  const startedMs = clock.now();
  const opener = captureCaller(createTaskStream);
  let reader: CallerTrace | undefined;
  /** Errors show the line that opened the stream, and the one that reads it. */
  const explain = (error: unknown): unknown => addCaller(addCaller(error, opener), reader);
  const own = new AbortController();
  const start: TurnStart = { own, opened: createDeferred(), named: createDeferred(), run: runDirectly };
  const last = begin(start);
  const opened = start.opened.promise;
  let turn: OpenTurn | undefined;
  opened.then((open) => {
    turn = open;
  }, ignore);
  last.then(
    (task) => start.named.resolve(task?.id),
    (error) => {
      start.opened.reject(error);
      start.named.reject(explain(error));
    },
  );
  const taskId = (): string | undefined => turn?.operation.progress.taskId;
  const watch: Watch = { isWatched: false, explain };
  const events = readTurn(opened, show, watch);
  const settled = core.settings.hooks.around && opened.then(ignore, ignore);
  /** The context of the operation is known once it has begun. */
  const next = () => (settled ? settled.then(() => start.run(() => events.next())) : events.next());
  const shared = createSharedIterator(
    { next, return: () => events.return() },
    () => void opened.then((open) => open.leave(), ignore),
    () => (turn !== undefined && isConnected(turn) ? takeReadyEvent(turn) : undefined),
  );

  /** After the reader has left, the task is waited for in the time that is left. */
  const waitOn = async (snapshot: Task | undefined): Promise<Task> => {
    const { earlier, seen, text, operation: turnOperation } = await opened;
    const id = taskId();
    if (id === undefined) throw new StreamInterruptedError();
    return withDeadline(core, { ...options, startedMs, signal: own.signal }, (operation) => {
      // The next turn may run by the time that this wait is abandoned.
      operation.isOwnTurn = turnOperation.isOwnTurn;
      operation.isJoined = turnOperation.isJoined;
      return wait({ id, snapshot, earlier, seen, text }, operation);
    });
  };
  const complete = async (): Promise<Settled> => {
    await shared.drain();
    const seen = await last;
    // The turn is over, and no longer listens to the caller's signal.
    const { signal } = options;
    const stopListening = signal && onAbort(signal, () => own.abort(signal.reason));
    try {
      const end = seen && markEnd(seen) ? seen : await start.run(() => waitOn(seen));
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
    opened: start.named.promise,
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
      return shared.read();
    },
    textStream: function textStream() {
      reader = captureCaller(textStream);
      return readText(shared.read(), finalTask, taskId);
    },
  };
}
