import type { Operations } from '../api/operations.ts';
import { onAbort } from '../async/abort.ts';
import { createDeferred, type Deferred } from '../async/deferred.ts';
import type { Settings } from '../config/settings.ts';
import { checkCallOptions } from '../config/validate-options.ts';
import { createAbandon } from '../core/abandon.ts';
import { type Progress, withDeadline } from '../core/operation.ts';
import type { Task } from '../models.ts';
import type { StreamOptions } from '../options/call-options.ts';
import { type Conversation, enter, type Prepared, threadOf } from '../runs/prepare-run.ts';
import { createStart, type Started } from '../runs/start-run.ts';
import type { EndMark } from '../tasks/end-detection.ts';
import { finalStatus } from '../tasks/task-status.ts';
import type { TakeTurn } from '../threads/turn-queue.ts';
import type { Relayed } from './event-relay.ts';
import { openEventStream } from './event-stream.ts';

/** What a stream begins with: the events of its connection, or the task that was found when the connection was lost. */
export type Opening = (Relayed | (Omit<Relayed, 'stream' | 'isReady'> & { readonly found: Task })) & {
  /** The end, when it is seen only after everyone has left. */
  readonly told: Promise<Task>;
  /** Closes the connection. The run goes on, and its thread is told how far it was seen: to its `end`, if there is one. */
  leave(end?: Task): void;
  /** Tells the thread that nobody knows how far the run has come. */
  fail(error: unknown): void;
  hasLeft(): boolean;
};

/** A turn whose events are followed, from its POST until somebody has seen its end or everyone has left. */
export interface StreamTurn {
  readonly opened: Promise<Opening>;
  /** What was last seen of its task, once the turn is over. */
  readonly last: Promise<Task>;
}

/** Sends the POST at once. `own` ends the turn for everyone. */
export type BeginStreamTurn = (
  prepare: () => Prepared<Response>,
  options: StreamOptions,
  own: AbortController,
  conversation: Conversation | undefined,
) => StreamTurn;

export function createStreamTurns(operations: Operations, takeTurn: TakeTurn, { clock }: Settings): BeginStreamTurn {
  const start = createStart(operations, clock);
  const abandon = createAbandon(operations);

  const run = async (
    prepare: () => Prepared<Response>,
    options: StreamOptions,
    own: AbortController,
    opened: Deferred<Opening>,
    conversation: Conversation | undefined,
  ): Promise<Task> => {
    checkCallOptions(options, 'stream');
    const what = prepare();
    const { signal } = options;
    const stopListening = signal && onAbort(signal, () => own.abort(signal.reason));
    const { opened: onTask, lost: onLost } = conversation ?? {};
    const limits = { ...options, signal: own.signal, onAbandon: abandon(options), onTask, onLost };
    try {
      return await withDeadline(clock, limits, async (operation) =>
        enter(what, conversation, (entered) => {
          const followTurn = async (earlier: readonly EndMark[], told: Promise<Task>): Promise<Task> => {
            const started = await start({ ...entered, earlier }, options, operation);
            const left = createDeferred<Task>();
            opened.resolve(open(started, { earlier, operation, told, isNameOpen: entered.isMinted }, left));
            // The turn ends with its limits also when nobody reads on: the next one waits for it.
            onAbort(operation.signal, () => left.reject(operation.signal.reason));
            return left.promise;
          };
          return takeTurn(threadOf(entered), options, operation, followTurn, conversation?.whenBusy);
        }),
      );
    } finally {
      stopListening?.();
    }
  };

  return (prepare, options, own, conversation) => {
    const opened = createDeferred<Opening>();
    const last = run(prepare, options, own, opened, conversation);
    if (conversation) last.then(conversation.left, conversation.left);
    last.catch(opened.reject);
    return { opened: opened.promise, last };
  };
}

function open(
  { answer, found }: Started<Response>,
  known: Pick<Opening, 'earlier' | 'operation' | 'told' | 'isNameOpen'>,
  left: Deferred<Task>,
): Opening {
  const { signal, progress } = known.operation;
  const stream = answer && openEventStream(answer.body ?? new ReadableStream());
  const leaving = new AbortController();
  let hasLeft = false;
  // Also when nobody reads them.
  onAbort(signal, () => {
    stream?.cancel();
    leaving.abort(signal.reason);
  });
  return {
    ...known,
    ...(stream ? { stream, isReady: false } : { found: found as Task }),
    leave(end) {
      hasLeft = true;
      stream?.cancel();
      left.resolve(end ?? withoutEnd(progress));
      leaving.abort();
    },
    fail: left.reject,
    hasLeft: () => hasLeft,
    leaving: leaving.signal,
  };
}

/** The task as it was last seen. An end that nobody has judged may be that of an earlier turn, and says nothing. */
function withoutEnd({ lastTask, taskId = '' }: Progress): Task {
  return lastTask !== undefined && finalStatus(lastTask.status) === undefined ? lastTask : { id: taskId };
}
