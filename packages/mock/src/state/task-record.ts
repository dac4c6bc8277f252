import { createTurn, playTurn } from './turn.ts';
import { applyEvent } from './turn-changes.ts';
import type { NewTurn } from './turn-types.ts';
import type { RecordContext, TaskRecord } from './types.ts';

/** Creates the record of a new turn and starts its run. */
export function createTaskRecord(context: RecordContext, newTurn: NewTurn): TaskRecord {
  const turn = createTurn(context, newTurn);
  const { previous, invocation } = newTurn;
  return {
    get task() {
      return turn.task;
    },
    get updatedAt() {
      return turn.updatedAt;
    },
    request: invocation.request,
    run: playTurn(turn),
    acceptedAt: context.clock.now(),
    previous: previous === undefined ? undefined : snapshotOf(previous),
    messages: turn.messages,
    turn: turn.number,
    activity: turn.activity,
    get decision() {
      return turn.decision;
    },
    steer: (message) => {
      turn.waitingSteers.push(message);
    },
    takeSteers: () => turn.waitingSteers.splice(0),
    listen: turn.stream.add,
    apply: (event) => applyEvent(turn, event),
    patch: (fields) => {
      turn.task = { ...turn.task, ...fields };
    },
    endStream: turn.stream.end,
  };
}

/** A copy of the previous turn as it is now, without the turns before it. */
function snapshotOf(record: TaskRecord): TaskRecord {
  const { task, updatedAt, messages, activity, decision } = record;
  return {
    ...record,
    task,
    updatedAt,
    messages: [...messages],
    activity: [...activity],
    decision,
    previous: undefined,
  };
}
