import { invokeStream } from '../api/operations.ts';
import { onAbort } from '../async/abort.ts';
import { createDeferred, type Deferred } from '../async/deferred.ts';
import { checkCallOptions } from '../config/validate-options.ts';
import { withDeadline } from '../core/operation.ts';
import type { Core, Progress } from '../core/types.ts';
import type { Task } from '../models.ts';
import type { StreamOptions } from '../options/call-options.ts';
import { prepareRun, toReadyRun } from '../runs/prepare-run.ts';
import { startRun, toTurnText } from '../runs/start-run.ts';
import type { RunTarget, StartedRun } from '../runs/types.ts';
import { finalStatus } from '../tasks/task-status.ts';
import { takeTurn } from '../threads/turn-queue.ts';
import type { Turn } from '../threads/types.ts';
import { isConnected, readFirst } from './event-relay.ts';
import { openEventStream } from './event-stream.ts';
import type { OpenTurn, StreamTurn } from './types.ts';

/** Sends the POST at once. `own` ends the turn for its reader and for `finalTask`. */
export function beginStreamTurn(
  core: Core,
  target: RunTarget,
  options: StreamOptions,
  own: AbortController,
): StreamTurn {
  const opened = createDeferred<OpenTurn>();
  const last = followTurn(core, target, { ...options, own, opened });
  last.catch(opened.reject);
  return { opened: opened.promise, last };
}

interface FollowOptions extends StreamOptions {
  readonly own: AbortController;
  readonly opened: Deferred<OpenTurn>;
}

async function followTurn(core: Core, target: RunTarget, { own, opened, ...options }: FollowOptions): Promise<Task> {
  checkCallOptions(options, 'stream');
  const prepared = prepareRun(core, target, options);
  const { signal } = options;
  const stopListening = signal && onAbort(signal, () => own.abort(signal.reason));
  try {
    return await withDeadline(core, { ...options, signal: own.signal }, (operation) =>
      takeTurn(core, prepared.thread, operation, async (turn) => {
        const run = toReadyRun(prepared, turn);
        const started = await startRun(core, run, operation, invokeStream);
        const left = createDeferred<Task>();
        const text = toTurnText(run, started.found, operation);
        const open = openTurn(started, turn, { operation, left, text, isNameOpen: run.isMinted });
        if (isConnected(open)) readFirst(open);
        opened.resolve(open);
        // Without a reader, the turn still ends with its limits, because the next turn waits for it.
        onAbort(operation.signal, () => left.reject(operation.signal.reason));
        return left.promise;
      }),
    );
  } finally {
    stopListening?.();
  }
}

function openTurn(
  { answer, found }: StartedRun<Response>,
  { earlier, seen }: Turn,
  own: Pick<OpenTurn, 'operation' | 'text' | 'isNameOpen'> & { readonly left: Deferred<Task> },
): OpenTurn {
  const { operation, left, text, isNameOpen } = own;
  const { signal, progress } = operation;
  const stream = answer && openEventStream(answer.body ?? new ReadableStream());
  const leaving = new AbortController();
  let hasLeft = false;
  // Without a reader, the connection still closes with the operation.
  onAbort(signal, () => {
    stream?.cancel();
    leaving.abort(signal.reason);
  });
  return {
    stream,
    found,
    earlier,
    text,
    operation,
    seen,
    leaving: leaving.signal,
    first: undefined,
    isReady: false,
    isNameOpen,
    leave(end) {
      hasLeft = true;
      stream?.cancel();
      left.resolve(end ?? withoutEnd(progress));
      leaving.abort();
    },
    fail: left.reject,
    hasLeft: () => hasLeft,
  };
}

/** The last snapshot of the task. An end that was not judged may belong to an earlier turn, so it is left out. */
function withoutEnd({ lastTask, taskId = '' }: Progress): Task {
  return lastTask !== undefined && finalStatus(lastTask) === undefined ? lastTask : { id: taskId };
}
