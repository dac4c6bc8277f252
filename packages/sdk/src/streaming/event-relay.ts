import type { Operations } from '../api/operations.ts';
import { untilAborted } from '../async/abort.ts';
import { startTimer } from '../async/clock.ts';
import type { Operation, Progress } from '../core/operation.ts';
import type { Task, TaskEvent } from '../models.ts';
import type { StreamOptions } from '../options/call-options.ts';
import type { Clock } from '../options/client-options.ts';
import { glance } from '../polling/read-task.ts';
import { noteTask } from '../runs/start-run.ts';
import { createEndJudge, type EndMark } from '../tasks/end-detection.ts';
import { refusePaused } from '../tasks/settle.ts';
import { finalStatus, normalizeStatus } from '../tasks/task-status.ts';
import type { EventStream } from './event-stream.ts';
import { readTaskEvent } from './task-event.ts';

/** A stream of events that has begun. */
export interface Relayed {
  readonly stream: EventStream;
  /** Whether the last event was given, and the relay stands ready for the next. */
  isReady: boolean;
  readonly earlier: readonly EndMark[];
  readonly operation: Operation;
  /** Aborts when everyone has left, and with the operation. */
  readonly leaving: AbortSignal;
  /** Whether the id was made for the call: then a new task that begins the stream may give it another. */
  isNameOpen: boolean;
}

const defaultIdleTimeoutMs = 30_000;
/** Silence is asked about less and less often, up to this many times the first pause. */
const longestIdleFactor = 8;

/**
 * Passes on the events of a connection, and returns the task at its end; `undefined` when the connection did not tell.
 *
 * Silence does not mean trouble, and comments do not mean progress: after a while without an event the task is read,
 * and if it has not ended, the same connection goes on.
 */
export function createRelay(operations: Operations, clock: Clock) {
  return async function* relay(
    relayed: Relayed,
    options: StreamOptions,
    isWatched: () => boolean,
  ): AsyncGenerator<TaskEvent, Task | undefined> {
    const { stream, earlier, operation } = relayed;
    const { progress, signal } = operation;
    const firstIdleMs = options.idleTimeoutMs ?? defaultIdleTimeoutMs;
    const isEnd = createEndJudge(earlier);
    /** A caller who never returns must not outlast the operation. */
    const tell = async (task: Task): Promise<void> => {
      const { onUpdate } = options;
      if (onUpdate) await untilAborted(signal, async () => onUpdate(task));
    };
    /** Who reads the events knows of a pause by them, and can act on it; all others are told. */
    const tellUnaware = (task: Task): void => {
      if (!isWatched()) refusePaused(task, options);
    };
    let idleMs = firstIdleMs;
    let reading: ReturnType<EventStream['next']> | undefined;
    for (;;) {
      // What came together with the last event needs no watch.
      const ready = reading === undefined ? stream.take() : undefined;
      reading ??= ready === undefined ? read(stream, progress) : undefined;
      const outcome = reading === undefined ? ready : await untilIdle(reading, idleMs, clock);
      if (signal.aborted) throw signal.reason;
      if (outcome === 'idle') {
        if (progress.taskId === undefined) return undefined;
        const looking = { ...operation, signal: relayed.leaving };
        const task = await glance(progress.taskId, operations, options, looking);
        if (task !== undefined && isEnd(task, clock.now())) return task;
        if (isPaused(task) && !isPaused(progress.lastTask)) {
          noteTask(operation, task);
          await tell(task);
          yield { type: 'task_updated', task_id: task.id, data: task };
        }
        if (task !== undefined) tellUnaware(task);
        idleMs = Math.min(idleMs * 2, firstIdleMs * longestIdleFactor);
        continue;
      }
      reading = undefined;
      idleMs = firstIdleMs;
      if (outcome === undefined) return undefined;
      const event = readTaskEvent(outcome.data, outcome.event);
      if (event === 'error') return undefined;
      const isName = progress.taskId === undefined || (relayed.isNameOpen && event.type === 'task_created');
      if (isName) progress.taskId = event.task_id ?? progress.taskId;
      relayed.isNameOpen &&= typeof event.task_id !== 'string';
      const isOwn = (event.task_id ?? progress.taskId) === progress.taskId;
      const task = isOwn ? taskOf(event) : undefined;
      if (task !== undefined) {
        noteTask(operation, task);
        await tell(task);
      }
      if (isOwn && event.type === 'task_finished') return finalStatus(event.data.status) ? event.data : undefined;
      relayed.isReady = task === undefined;
      try {
        yield event;
      } finally {
        relayed.isReady = false;
      }
      if (task !== undefined) tellUnaware(task);
    }
  };
}

/**
 * The next event of a relay that stands ready, if it is here already and says nothing about the task: nearly all of
 * them. It is given without waking the relay, which takes longer than reading the event.
 */
export function takeReady(relayed: Relayed): TaskEvent | undefined {
  const { stream, isReady, isNameOpen, operation } = relayed;
  const { progress, signal } = operation;
  const message = isReady && !isNameOpen && !signal.aborted ? stream.peek() : undefined;
  const event = message && readTaskEvent(message.data, message.event);
  if (event === undefined || event === 'error' || taskOf(event) !== undefined) return undefined;
  stream.take();
  progress.taskId ??= event.task_id ?? undefined;
  return event;
}

/** The next message; nothing when the connection broke: the task tells how things stand, whatever broke it. */
async function read(stream: EventStream, progress: Progress): ReturnType<EventStream['next']> {
  try {
    return await stream.next();
  } catch (trouble) {
    progress.trouble = trouble;
    return undefined;
  }
}

/** What was read, or `"idle"` when nothing came in time. */
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

/** A pause is what a person has to hear of, whoever tells it. */
function isPaused(task: Task | undefined): task is Task {
  return normalizeStatus(task?.status) === 'paused';
}

function taskOf(event: TaskEvent): Task | undefined {
  const hasTask = event.type === 'task_created' || event.type === 'task_updated' || event.type === 'task_finished';
  return hasTask ? event.data : undefined;
}
