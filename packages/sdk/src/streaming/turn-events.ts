import { untilAborted } from '../async/abort.ts';
import { toCall } from '../core/operation.ts';
import type { Core } from '../core/types.ts';
import type { Task, TaskEvent } from '../models.ts';
import { waitForEnd } from '../polling/wait-for-end.ts';
import { createEndDetector } from '../tasks/end-detection.ts';
import { emit, subjectOfTask } from '../transport/hooks.ts';
import { type ConnectedTurn, isConnected, relayEvents, toInterruption } from './event-relay.ts';
import { openEventStream } from './event-stream.ts';
import { showFound } from './show-polls.ts';
import type { OpenTurn, TurnSource } from './types.ts';

/** What the events need to know of their reader. */
export interface Watch {
  /** Whether a loop reads the events. */
  isWatched: boolean;
  /** Adds to an error the lines that it concerns. */
  readonly explain: (error: unknown) => unknown;
}

/** The events of a run, the last of which is always `task_finished`. */
export async function* readTurn(
  opened: Promise<OpenTurn>,
  show: TurnSource['show'],
  watch: Watch,
): AsyncGenerator<TaskEvent, void> {
  const turn = await opened.catch((error: unknown) => {
    throw watch.explain(error);
  });
  let end: Task | undefined;
  try {
    const events = show(turn, () => watch.isWatched);
    end = yield* turn.operation.options.onEvent ? tellEach(turn, events) : events;
    if (end === undefined) return;
    const last: TaskEvent = { ...turn.envelope, type: 'task_finished', task_id: end.id, data: end };
    await tell(turn, last);
    // The turn ends when its end is seen, however long its reader takes.
    turn.leave(end);
    yield last;
  } catch (error) {
    // After the reader has left, later errors are ignored.
    if (turn.hasLeft()) return;
    turn.fail(error);
    throw watch.explain(error);
  } finally {
    turn.leave(end);
  }
}

/** Calls `onEvent` with each event before its reader gets it. */
async function* tellEach(turn: OpenTurn, events: ReturnType<TurnSource['show']>): ReturnType<TurnSource['show']> {
  let isOver = false;
  try {
    for (;;) {
      const { done, value } = await events.next();
      isOver = done === true;
      if (done) return value;
      await tell(turn, value);
      yield value;
    }
  } finally {
    if (!isOver) await events.return(undefined);
  }
}

/** A callback that never returns must not outlast the operation. */
async function tell({ operation: { options, signal } }: OpenTurn, event: TaskEvent): Promise<void> {
  const { onEvent } = options;
  if (onEvent) await untilAborted(signal, async () => onEvent(event));
}

/** The events of a connection. When they do not show the end, the task is polled. */
export async function* showConnection(
  core: Core,
  turn: OpenTurn,
  isWatched: () => boolean,
): ReturnType<TurnSource['show']> {
  if (isJoined(turn)) return yield* showFound(core, turn, isWatched);
  if (!isConnected(turn)) return findEnd(core, turn) ?? fallBack(core, turn);
  let end = yield* relayEvents(core, turn, isWatched);
  while (end === undefined && (await resumeStream(core, turn))) end = yield* relayEvents(core, turn, isWatched);
  // The task's record shows the rest. Later events are not needed.
  turn.stream.cancel();
  return turn.hasLeft() ? undefined : (end ?? fallBack(core, turn));
}

/** Continues a stream that was cut, if the caller wants that and the server has numbered its events. */
async function resumeStream(core: Core, turn: ConnectedTurn): Promise<boolean> {
  const { route, invocation, operation, leaving } = turn;
  const { lastEventId, stream } = turn;
  if (!route?.resume || !invocation || lastEventId === undefined || turn.hasLeft()) return false;
  stream.cancel();
  // One that brings no further event is not resumed again.
  turn.lastEventId = undefined;
  turn.first = undefined;
  emit(subjectOfTask(core.settings, operation.progress.taskId ?? ''), 'onReconnect', { attempt: 1 });
  const call = { ...toCall(operation), signal: leaving, priority: () => 'look' as const };
  try {
    const answer = await route.resume(core, invocation, call, lastEventId);
    turn.stream = openEventStream(answer.body ?? new ReadableStream());
    return true;
  } catch (trouble) {
    operation.signal.throwIfAborted();
    operation.progress.trouble = trouble;
    return false;
  }
}

/** Whether the turn is a run that its key has found. */
function isJoined(turn: OpenTurn): turn is OpenTurn & { readonly found: Task } {
  return turn.operation.isJoined && turn.found !== undefined;
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
