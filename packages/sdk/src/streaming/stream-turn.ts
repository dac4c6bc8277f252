import { invokeStream } from '../api/operations.ts';
import { onAbort } from '../async/abort.ts';
import { captureContext } from '../async/capture-context.ts';
import { createDeferred } from '../async/deferred.ts';
import { checkCallOptions } from '../config/validate-options.ts';
import { withDeadline } from '../core/operation.ts';
import { surroundRun } from '../core/surround-operation.ts';
import type { Core, Progress } from '../core/types.ts';
import type { Task } from '../models.ts';
import type { StreamOptions } from '../options/call-options.ts';
import { prepareOnce } from '../runs/prepare-once.ts';
import { prepareRun, toReadyRun } from '../runs/prepare-run.ts';
import { startRun, toTurnText } from '../runs/start-run.ts';
import type { PreparedRun, RunTarget } from '../runs/types.ts';
import { finalStatus } from '../tasks/task-status.ts';
import { takeTurn } from '../threads/turn-queue.ts';
import { isConnected, readFirst } from './event-relay.ts';
import { openEventStream } from './event-stream.ts';
import type { OpenTurn, TurnStart } from './types.ts';

/** Sends the POST of a stream at once, as an operation of its own. */
export async function startStream(
  core: Core,
  target: RunTarget,
  options: StreamOptions,
  start: TurnStart,
): Promise<Task | undefined> {
  checkCallOptions(options, 'stream');
  const prepared =
    options.once === undefined
      ? prepareRun(core, target, options)
      : await prepareOnce(core, target, options.once, options);
  return followAround(core, 'stream', prepared, { options, start });
}

/** Follows a turn, surrounded by the hook `around` if there is one. */
export function followAround(
  core: Core,
  verb: 'run' | 'stream',
  prepared: PreparedRun,
  { options, start }: { readonly options: StreamOptions; readonly start: TurnStart },
): Promise<Task | undefined> {
  return surroundRun(core, verb, prepared, () => {
    // The stream is read later, by a caller with another context.
    if (core.settings.hooks.around) start.run = captureContext();
    return followTurn(core, prepared, options, start);
  });
}

/** One turn: its POST, and its events until its end is seen or every reader has left. */
export async function followTurn(
  core: Core,
  prepared: PreparedRun,
  options: StreamOptions,
  { own, opened, named }: TurnStart,
): Promise<Task | undefined> {
  return withOwnSignal(options, own, (signal) =>
    withDeadline(core, { ...options, signal }, (operation) =>
      takeTurn(core, prepared.thread, operation, async (turn) => {
        const run = toReadyRun(prepared, turn);
        const started = await startRun(core, run, operation, run.route?.open ?? invokeStream);
        const text = toTurnText(run, started.found, operation);
        const { invocation, route, isMinted: isNameOpen } = run;
        const open = openTurn({ ...started, ...turn, operation, text, invocation, route, isNameOpen });
        if (isConnected(open)) readFirst(open);
        tellName(open, named);
        opened.resolve(open);
        return open.left;
      }),
    ),
  );
}

/** Runs a turn until its stream is aborted, or the caller's signal is. */
export async function withOwnSignal(
  { signal }: StreamOptions,
  own: AbortController,
  work: (signal: AbortSignal) => Promise<Task>,
): Promise<Task | undefined> {
  const stopListening = signal && onAbort(signal, () => own.abort(signal.reason));
  try {
    const last = await work(own.signal);
    return last.id === '' ? undefined : last;
  } finally {
    stopListening?.();
  }
}

/** Tells the task's id as soon as the server has named it. */
function tellName({ stream, isNameOpen, operation }: OpenTurn, named: TurnStart['named']): void {
  const { taskId } = operation.progress;
  if (taskId !== undefined && !(stream && isNameOpen)) named.resolve(taskId);
  else operation.onTaskId(named.resolve);
}

type TurnFacts = Pick<OpenTurn, 'operation' | 'text' | 'isNameOpen' | 'earlier' | 'seen' | 'invocation' | 'route'>;

/** A turn that can be followed: by the events of a connection, by the task that was found without one, or by polls. */
export function openTurn({
  answer,
  found,
  ...facts
}: TurnFacts & { readonly answer?: Response | undefined; readonly found?: Task | undefined }): OpenTurn {
  const { signal, progress } = facts.operation;
  const left = createDeferred<Task>();
  const leaving = new AbortController();
  let hasLeft = false;
  const turn: OpenTurn = {
    ...facts,
    stream: answer && openEventStream(answer.body ?? new ReadableStream()),
    found,
    left: left.promise,
    leaving: leaving.signal,
    first: undefined,
    isReady: false,
    lastEventId: undefined,
    envelope: {},
    leave(end) {
      hasLeft = true;
      turn.stream?.cancel();
      left.resolve(end ?? withoutEnd(progress));
      leaving.abort();
    },
    fail: left.reject,
    hasLeft: () => hasLeft,
  };
  // Without a reader, the turn still ends with its limits: its connection closes, and the next turn goes on.
  onAbort(signal, () => {
    turn.stream?.cancel();
    leaving.abort(signal.reason);
    left.reject(signal.reason);
  });
  return turn;
}

/** The last snapshot of the task. An end that was not judged may belong to an earlier turn, so it is left out. */
function withoutEnd({ lastTask, taskId = '' }: Progress): Task {
  return lastTask !== undefined && finalStatus(lastTask) === undefined ? lastTask : { id: taskId };
}
