import { untilAborted } from '../async/abort.ts';
import { startTimer } from '../async/clock.ts';
import type { Core, Operation, Progress } from '../core/types.ts';
import { StreamInterruptedError, TurnReplacedError } from '../errors/run-errors.ts';
import type { EventEnvelope, Task, TaskEvent } from '../models.ts';
import type { Clock } from '../options/client-options.ts';
import { asPoll, readTask } from '../polling/read-task.ts';
import { createEndDetector } from '../tasks/end-detection.ts';
import { declareEnd, finalStatus, isPaused, refusePaused } from '../tasks/task-status.ts';
import { showsOtherTurn } from '../tasks/turn-text.ts';
import { hasTask, readTaskEvent } from './task-event.ts';
import type { EventStream, OpenTurn } from './types.ts';

const defaultIdleTimeoutMs = 30_000;
/** The pauses between checks of an idle stream grow up to this many times the first one. */
const longestIdleFactor = 8;

/** How long a stream without an active reader holds up the next turn before that one polls the run itself. */
const unreadMs = 5_000;
/** How much later than planned an idle stream may be checked. */
const slackMs = 5_000;

/** A turn with a connection. */
export type ConnectedTurn = OpenTurn & { readonly stream: EventStream };

export function isConnected(turn: OpenTurn): turn is ConnectedTurn {
  return turn.stream !== undefined;
}

/**
 * Passes on the events of a connection. Returns the task at its end, or `undefined` when the connection did not show it.
 *
 * While the stream is idle, the task is checked with exponential backoff. If it has not ended, the same connection goes on.
 */
export async function* relayEvents(
  core: Core,
  turn: ConnectedTurn,
  isWatched: () => boolean,
): AsyncGenerator<TaskEvent, Task | undefined> {
  const { clock } = core.settings;
  const { stream, earlier, operation, route } = turn;
  const { progress, signal, options } = operation;
  const firstIdleMs = options.idleTimeoutMs ?? defaultIdleTimeoutMs;
  const isEnd = createEndDetector(earlier);
  let idleMs = firstIdleMs;
  let reading = turn.first;
  for (;;) {
    // A message that arrived together with the last one needs no timer.
    const ready = reading === undefined ? stream.take() : undefined;
    reading ??= ready === undefined ? read(stream, progress) : undefined;
    operation.attend((idleMs || Number.POSITIVE_INFINITY) + slackMs);
    const message = reading === undefined ? ready : await untilIdle(reading, idleMs, clock);
    if (signal.aborted) throw signal.reason;
    if (message === 'idle') {
      if (progress.taskId === undefined) return undefined;
      const read = await readTask(core, progress.taskId, { ...operation, signal: turn.leaving }, asPoll);
      // If another call has read this turn's end, the record may show the next turn.
      const task = turn.seen.end ?? read.task;
      if (task !== undefined && turn.text && showsOtherTurn(task, turn.text, earlier))
        throw new TurnReplacedError(task);
      if (task !== undefined && (task === turn.seen.end || isEnd(task, clock.now()))) return task;
      if (task !== undefined && isPaused(task) && !isPaused(progress.lastTask)) {
        await report(operation, task);
        yield { type: 'task_updated', task_id: task.id, data: task };
      }
      if (task !== undefined) refuseUnwatchedPause(task, operation, isWatched());
      idleMs = Math.min(idleMs * 2, firstIdleMs * longestIdleFactor);
      continue;
    }
    reading = undefined;
    idleMs = firstIdleMs;
    if (message === undefined) return undefined;
    const event = readTaskEvent(message.data, message.event);
    if (event === 'error') return undefined;
    learnName(turn, event);
    turn.lastEventId = message.id ?? turn.lastEventId;
    const isOwn = (event.task_id ?? progress.taskId) === progress.taskId;
    const end = isOwn ? endOf(turn, event) : undefined;
    const task = isOwn ? (end ?? taskOf(event)) : undefined;
    if (task !== undefined && turn.text) turn.text.answered ??= task.input?.text;
    if (task !== undefined) await report(operation, task);
    if (task !== undefined) noteEnvelope(turn, event, end);
    if (end !== undefined && event.type === 'task_finished') return finalStatus(end) && end;
    const isEnded = end !== undefined && finalStatus(end) !== undefined;
    // A reader that leaves at this event can still get the end.
    if (isEnded) turn.seen.end = end;
    turn.isReady = task === undefined;
    operation.attend(unreadMs);
    try {
      yield event;
    } finally {
      turn.isReady = false;
    }
    if (end !== undefined) {
      refusePaused(end, options.onPaused);
      return isEnded ? end : undefined;
    }
    // A paused turn of a conversation goes on to tell what it waits for.
    if (task !== undefined && !route) refuseUnwatchedPause(task, operation, isWatched());
  }
}

/** The task as it is when the turn is over, if the event shows that. */
function endOf({ route, operation: { progress } }: OpenTurn, event: TaskEvent): Task | undefined {
  if (route) return route.endOf(event, progress.lastTask);
  if (event.type !== 'task_finished') return undefined;
  declareEnd(event.data);
  return event.data;
}

/** Keeps what the last event repeats: the organization, and at the end the time. */
function noteEnvelope(turn: OpenTurn, event: TaskEvent, end: Task | undefined): void {
  const { organization_id: organization, time } = event as EventEnvelope;
  turn.envelope = {
    ...turn.envelope,
    ...(organization && { organization_id: organization }),
    ...(end && time && { time }),
  };
}

/**
 * Reads the first message, which names the task. From then on the run can be looked at, also if there is no reader. A
 * turn whose connection breaks before it has a name ends at once, because the next turn could not look for its run.
 */
export function readFirst(turn: ConnectedTurn): void {
  const { operation, stream } = turn;
  const { progress } = operation;
  operation.attend(unreadMs);
  turn.first = read(stream, progress);
  void turn.first.then((message) => {
    const event = message === undefined ? 'error' : readTaskEvent(message.data, message.event);
    if (event !== 'error') learnName(turn, event);
    else if (progress.taskId === undefined) turn.fail(toInterruption(progress));
  });
}

/** The error of a stream that broke before its task had a name: the same one for its turn and for its reader. */
export function toInterruption(progress: Progress): StreamInterruptedError {
  const { trouble } = progress;
  if (trouble instanceof StreamInterruptedError) return trouble;
  const error = new StreamInterruptedError(trouble === undefined ? undefined : { cause: trouble });
  progress.trouble = error;
  return error;
}

/**
 * The next event, if the relay waits for one that has already arrived and that says nothing about the task's state. That
 * is nearly every event. It bypasses the relay, because resuming a generator takes longer than reading the event.
 */
export function takeReadyEvent(turn: ConnectedTurn): TaskEvent | undefined {
  const { stream, isReady, isNameOpen, operation, route } = turn;
  const { progress, signal, options } = operation;
  const isSimple = isReady && !isNameOpen && options.onEvent === undefined;
  const message = isSimple && !signal.aborted ? stream.peek() : undefined;
  const event = message && readTaskEvent(message.data, message.event);
  if (event === undefined || event === 'error' || taskOf(event) !== undefined) return undefined;
  if (route && event.type !== 'chunk') return undefined;
  stream.take();
  turn.lastEventId = message?.id ?? turn.lastEventId;
  if (progress.taskId === undefined && typeof event.task_id === 'string') operation.nameTask(event.task_id, true);
  return event;
}

/** The first event that carries an id names the task. An id that was made up is confirmed by it, and only a `task_created` may name another. */
function learnName(turn: OpenTurn, { type, task_id: taskId }: TaskEvent): void {
  if (typeof taskId !== 'string') return;
  const { operation } = turn;
  const { taskId: known } = operation.progress;
  const isRenamed = known === undefined || type === 'task_created';
  if (known === undefined || turn.isNameOpen) operation.nameTask(isRenamed ? taskId : known, true);
  // `connected` comes before the task is stored (openapi/FACTS.md#d2).
  if (type !== 'connected') turn.isNameOpen = false;
}

/** Records a snapshot and calls `onUpdate`. A callback that never returns must not outlast the operation. */
async function report(operation: Operation, task: Task): Promise<void> {
  const { onUpdate } = operation.options;
  operation.noteTask(task);
  if (onUpdate) await untilAborted(operation.signal, async () => onUpdate(task));
}

/** A reader of the events sees a pause and can act on it. Without one, a pause rejects, unless `onPaused` is `"wait"`. */
function refuseUnwatchedPause(task: Task, { options }: Operation, isWatched: boolean): void {
  if (!isWatched) refusePaused(task, options.onPaused);
}

/** The next message; `undefined` when the connection broke. Then the task's record shows how the run stands. */
async function read(stream: EventStream, progress: Progress): ReturnType<EventStream['next']> {
  try {
    return await stream.next();
  } catch (trouble) {
    progress.trouble = trouble;
    return undefined;
  }
}

/** The message that was read, or `"idle"` when none came in time. */
async function untilIdle(
  reading: ReturnType<EventStream['next']>,
  idleMs: number,
  clock: Clock,
): Promise<Awaited<ReturnType<EventStream['next']>> | 'idle'> {
  if (idleMs === 0) return reading;
  let stopTimer: (() => void) | undefined;
  const idle = new Promise<'idle'>((resolve) => {
    stopTimer = startTimer(clock, idleMs, () => resolve('idle'));
  });
  try {
    return await Promise.race([reading, idle]);
  } finally {
    stopTimer?.();
  }
}

function taskOf(event: TaskEvent): Task | undefined {
  return hasTask(event) ? event.data : undefined;
}
