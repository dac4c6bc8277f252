import { getRunState } from '../api/conversation-operations.ts';
import { getTask } from '../api/operations.ts';
import { toCall } from '../core/operation.ts';
import type { Core } from '../core/types.ts';
import type { Task } from '../models.ts';
import { nextIntervalMs } from '../polling/poll-interval.ts';
import { waitForEnd } from '../polling/wait-for-end.ts';
import { isConnected, relayEvents } from '../streaming/event-relay.ts';
import type { OpenTurn, TurnSource } from '../streaming/types.ts';
import { finalStatus, refusePaused } from '../tasks/task-status.ts';
import type { TurnReader } from './turn-end.ts';

/** The events of the turns of queued messages. The last turn's end is the result. */
export async function* showQueue(core: Core, turn: OpenTurn, reader: TurnReader): ReturnType<TurnSource['show']> {
  if (isConnected(turn)) {
    for await (const event of relayEvents(core, turn, () => true)) {
      const isEnd = event.type === 'task_finished' && event.data.id === turn.operation.progress.taskId;
      // `turn_finished` tells the end of each turn. This event is the last one.
      if (!isEnd) yield event;
    }
    turn.stream.cancel();
  }
  if (turn.hasLeft()) return undefined;
  const last = reader.last();
  if (last !== undefined) refusePaused(last, turn.operation.options.onPaused);
  return last !== undefined && finalStatus(last) ? last : waitForIdle(core, turn);
}

/** Waits until no turn is running: the queue was empty, another stream runs it, or this stream was cut. */
async function waitForIdle(core: Core, { operation, leaving, invocation }: OpenTurn): Promise<Task> {
  const { clock } = core.settings;
  const { taskId: id = '' } = operation.progress;
  const startedMs = clock.now();
  const call = { ...toCall(operation), signal: leaving };
  const ref = { agentId: invocation?.agentId ?? '', id };
  while ((await getRunState(core, ref, call)).is_running)
    await clock.sleep(nextIntervalMs(operation, clock.now() - startedMs), leaving);
  const task = operation.noteTask(await getTask(core, id, call));
  refusePaused(task, operation.options.onPaused);
  if (finalStatus(task)) return task;
  return waitForEnd(core, { id, snapshot: task, earlier: [] }, { ...operation, signal: leaving });
}
