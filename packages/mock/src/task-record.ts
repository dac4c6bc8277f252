import type { HistoryMessage, InvokeRequest, Task } from './models.ts';
import { createTask } from './new-task.ts';
import { type Run, type RunOptions, startRun } from './run.ts';
import type { Script, ScriptTurn } from './script.ts';
import { type Delegation, readDelegation, type ShownEvent } from './script-event.ts';
import type { Stamp } from './stamp.ts';
import type { StreamListener } from './stream-event.ts';
import { type TaskEvent, transition } from './task-machine.ts';
import { isFinalStatus } from './task-status.ts';
import { splitText } from './text-pieces.ts';
import type { Wire } from './wire.ts';

/** A message and what the variants of thread messages print of it. */
export interface StoredMessage extends HistoryMessage {
  readonly id: string;
  /** Counts the turns of the thread, beginning with 1. */
  readonly turn: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** One turn of a thread; the latest one stands for the task. */
export interface TaskRecord {
  readonly task: Task;
  readonly request: InvokeRequest;
  readonly run: Run;
  /** When the task last changed. */
  readonly updatedAt: string;
  /** When the turn was accepted, in epoch milliseconds. */
  readonly acceptedAt: number;
  /** The turn before. */
  readonly previous: TaskRecord | undefined;
  /** The thread up to now. */
  readonly messages: readonly StoredMessage[];
  readonly turn: number;
  /** Applies an event to the task. */
  apply(event: TaskEvent): void;
  /** Changes fields that have nothing to do with the life cycle. */
  patch(fields: Partial<Task>): void;
  /** Lets nobody hear of the turn any more. */
  endStream(): void;
}

/** An accepted request to run an agent. */
export interface Invocation {
  agentId: string;
  organizationId: string;
  version: string | null;
  request: InvokeRequest;
  /** Whether a workflow was asked for. */
  isOrchestration: boolean;
  script: (turn: Omit<ScriptTurn, 'signal' | 'sleep'>) => Script;
  /** Starts a task of another agent and resolves when it has ended. */
  delegate: (work: Delegation, parentId: string) => Promise<void>;
  listener: StreamListener | undefined;
}

/** What all records of a mock have in common. */
export interface RecordSurroundings extends Pick<RunOptions, 'clock' | 'activity'> {
  stamp: Stamp;
  wire: Pick<Wire, 'chunks' | 'chunkSize'>;
}

/** Makes the record of a new turn and starts its run. `onEnded` hears when the task has ended. */
export function createRecord(
  { clock, activity, stamp, wire }: RecordSurroundings,
  id: string,
  invocation: Invocation,
  previous: TaskRecord | undefined,
  onEnded: () => void,
): TaskRecord {
  const { agentId, organizationId, version, request, isOrchestration, listener } = invocation;
  const turn = (previous?.turn ?? 0) + 1;
  const earlierMessages = previous?.messages ?? [];
  const createdAt = previous?.task.created_at ?? stamp();
  const messages: StoredMessage[] = [...earlierMessages];
  let task = createTask(request, { id, agentId, organizationId, version, createdAt, isOrchestration });
  let updatedAt = previous === undefined ? createdAt : stamp();
  let hasChunks = false;

  const say = (role: HistoryMessage['role'], content: string): void => {
    messages.push({ id: crypto.randomUUID(), role, content, turn, createdAt: clock.now() });
  };
  const tell = (type: string, data: unknown, taskId = id): void => {
    if (type === 'chunk' && !wire.chunks) return;
    listener?.push({ type, task_id: taskId, organization_id: organizationId, time: stamp(), data });
  };
  const tellAnswer = (answer: string): void => {
    if (listener === undefined || hasChunks) return;
    for (const piece of splitText(answer, wire.chunkSize)) tell('chunk', piece);
  };
  const apply = (event: TaskEvent): void => {
    const { status: before } = task;
    updatedAt = stamp();
    task = transition(task, event, updatedAt);
    const { status, result } = task;
    if (status === 'completed') say('assistant', result ?? '');
    if (!isFinalStatus(status)) {
      if (status !== before) tell('task_updated', task);
      return;
    }
    if (status === 'completed') tellAnswer(result ?? '');
    tell('task_finished', task);
    listener?.end();
    onEnded();
  };
  const show = (event: ShownEvent): Promise<void> | undefined => {
    const { type, data = null, task_id: taskId = id } = event;
    if (type === 'chunk' && taskId === id) hasChunks = true;
    if (type === 'plan_updated') task = { ...task, deep_planning: data as NonNullable<Task['deep_planning']> };
    tell(type, data, taskId);
    const work = readDelegation(event);
    return work === undefined ? undefined : invocation.delegate(work, id);
  };

  const history = earlierMessages.map(({ role, content }) => ({ role, content }));
  const scriptTurn = { text: request.input.text ?? '', turn, history, request };
  say('user', scriptTurn.text);
  tell('task_created', task);
  const script = invocation.script(scriptTurn);
  const run = startRun({ script, turn: scriptTurn, clock, activity, onEvent: apply, onShow: show });

  return {
    get task() {
      return task;
    },
    get updatedAt() {
      return updatedAt;
    },
    request,
    run,
    acceptedAt: clock.now(),
    previous: previous === undefined ? undefined : frozenRecord(previous),
    messages,
    turn,
    apply,
    patch: (fields) => {
      task = { ...task, ...fields };
    },
    endStream: () => listener?.end(),
  };
}

/** The turn before as it was when the next one began, without the turns before it. */
function frozenRecord(record: TaskRecord): TaskRecord {
  const { task, updatedAt, messages } = record;
  return { ...record, task, updatedAt, messages: [...messages], previous: undefined };
}
