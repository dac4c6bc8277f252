import { readDelegation } from '../agents/script-event.ts';
import { startScriptRun } from '../agents/script-run.ts';
import type { ShownEvent } from '../agents/types.ts';
import type { HistoryMessage, Task } from '../protocol/models.ts';
import { transition } from '../protocol/task-machine.ts';
import { isFinalStatus } from '../protocol/task-status.ts';
import type { TaskEvent } from '../protocol/types.ts';
import { createTask } from './new-task.ts';
import { createTurnStream } from './turn-stream.ts';
import type { Invocation, RecordContext, StoredMessage, TaskRecord } from './types.ts';

/** A turn that is about to start. */
interface NewTurn {
  readonly id: string;
  readonly invocation: Invocation;
  /** The previous turn of the thread. */
  readonly previous: TaskRecord | undefined;
  /** Called when the task has ended. */
  readonly onEnded: () => void;
}

/** Creates the record of a new turn and starts its run. */
export function createTaskRecord(
  { clock, workTracker, nextTimestamp, wire }: RecordContext,
  { id, invocation, previous, onEnded }: NewTurn,
): TaskRecord {
  const { organizationId, request, listener } = invocation;
  const turn = (previous?.turn ?? 0) + 1;
  const createdAt = previous?.task.created_at ?? nextTimestamp();
  const messages: StoredMessage[] = [...(previous?.messages ?? [])];
  const stream = createTurnStream({ taskId: id, organizationId, nextTimestamp, wire, listener });
  let task = createTask(request, { ...invocation, id, createdAt });
  let updatedAt = previous === undefined ? createdAt : nextTimestamp();

  const addMessage = (role: HistoryMessage['role'], content: string): void => {
    messages.push({ id: crypto.randomUUID(), role, content, turn, createdAt: clock.now() });
  };
  const apply = (event: TaskEvent): void => {
    const { status: before } = task;
    updatedAt = nextTimestamp();
    task = transition(task, event, updatedAt);
    if (isFinalStatus(task.status)) finish();
    else if (task.status !== before) stream.emit('task_updated', task);
  };
  const finish = (): void => {
    const answer = task.result ?? '';
    if (task.status === 'completed') {
      addMessage('assistant', answer);
      stream.emitAnswer(answer);
    }
    stream.emit('task_finished', task);
    stream.end();
    onEnded();
  };
  const show = (event: ShownEvent): Promise<void> | undefined => {
    const { type, data = null } = event;
    if (type === 'plan_updated') task = { ...task, deep_planning: data as NonNullable<Task['deep_planning']> };
    stream.emit(type, data, event.task_id);
    const work = readDelegation(event);
    return work === undefined ? undefined : invocation.delegate(work, id);
  };

  const history = messages.map(({ role, content }) => ({ role, content }));
  const scriptTurn = { text: request.input.text ?? '', turn, history, request };
  addMessage('user', scriptTurn.text);
  stream.emit('task_created', task);
  const script = invocation.chooseScript(scriptTurn);
  return {
    get task() {
      return task;
    },
    get updatedAt() {
      return updatedAt;
    },
    request,
    run: startScriptRun({ script, turn: scriptTurn, clock, workTracker, onEvent: apply, onShow: show }),
    acceptedAt: clock.now(),
    previous: previous === undefined ? undefined : frozenRecord(previous),
    messages,
    turn,
    apply,
    patch: (fields) => {
      task = { ...task, ...fields };
    },
    endStream: stream.end,
  };
}

/** A copy of the previous turn as it is now, without the turns before it. */
function frozenRecord(record: TaskRecord): TaskRecord {
  const { task, updatedAt, messages } = record;
  return { ...record, task, updatedAt, messages: [...messages], previous: undefined };
}
