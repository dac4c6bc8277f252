import type { Activity } from './activity.ts';
import type { Clock } from './clock.ts';
import { httpError } from './http-error.ts';
import type { HistoryMessage, InvokeRequest, Task } from './models.ts';
import { createTask } from './new-task.ts';
import { type Run, startRun } from './run.ts';
import type { Script, ScriptTurn } from './script.ts';
import type { Stamp } from './stamp.ts';
import { type TaskEvent, transition } from './task-machine.ts';
import { isFinalStatus } from './task-status.ts';

/** One turn of a thread; the latest one stands for the task. */
export interface TaskRecord {
  task: Task;
  readonly run: Run;
  /** Applies an event to the task. */
  apply(event: TaskEvent): void;
  /** When the turn was accepted, in epoch milliseconds. */
  readonly acceptedAt: number;
  /** The task as the turn before left it. */
  readonly previous: Task | undefined;
  /** The thread up to now. */
  readonly messages: HistoryMessage[];
  readonly turn: number;
}

/** An accepted request to run an agent. */
export interface Invocation {
  agentId: string;
  organizationId: string;
  version: string | null;
  request: InvokeRequest;
  script: (turn: Omit<ScriptTurn, 'signal' | 'sleep'>) => Script;
}

/** How reads of a task lag behind, in milliseconds; 0 is not at all. */
export interface ReadLag {
  /** After a further turn was accepted, how long reads show the task as the turn before left it. */
  staleMs: number;
  /** After a task was made, how long reads do not find it. */
  notFoundMs: number;
}

/** Tasks and threads, in memory. */
export interface Store {
  readonly lag: ReadLag;
  /** Makes the task, or the thread's next turn, and starts its run. */
  start(invocation: Invocation): TaskRecord;
  /** The task as a client sees it now. */
  read(id: string, organizationId: string): Task;
  find(id: string): TaskRecord | undefined;
  /** Gives up every run and forgets everything. */
  clear(): void;
}

interface StoreOptions {
  clock: Clock;
  activity: Activity;
  stamp: Stamp;
}

export function createStore({ clock, activity, stamp }: StoreOptions): Store {
  const records = new Map<string, TaskRecord>();
  const lag: ReadLag = { staleMs: 0, notFoundMs: 0 };

  const start = (invocation: Invocation): TaskRecord => {
    const id = invocation.request.id ?? crypto.randomUUID();
    const earlier = records.get(id);
    if (earlier !== undefined) checkOrganization(earlier, invocation.organizationId);
    earlier?.run.abandon(new Error('A later turn of the thread took the place of this one.'));
    const record = createRecord(id, invocation, earlier);
    records.set(id, record);
    return record;
  };

  const createRecord = (id: string, invocation: Invocation, earlier: TaskRecord | undefined): TaskRecord => {
    const { agentId, organizationId, version, request } = invocation;
    const history = earlier?.messages.slice() ?? [];
    const turn = { text: request.input.text ?? '', turn: (earlier?.turn ?? 0) + 1, history, request };
    const apply = (event: TaskEvent): void => {
      record.task = transition(record.task, event, stamp());
      const { status, result } = record.task;
      if (status === 'completed') record.messages.push({ role: 'assistant', content: result ?? '' });
    };
    const createdAt = earlier?.task.created_at ?? stamp();
    const record: TaskRecord = {
      task: createTask(request, { id, agentId, organizationId, version, createdAt }),
      run: startRun({ script: invocation.script(turn), turn, clock, activity, onEvent: apply }),
      apply,
      acceptedAt: clock.now(),
      previous: earlier?.task,
      messages: [...history, { role: 'user', content: turn.text }],
      turn: turn.turn,
    };
    return record;
  };

  const read = (id: string, organizationId: string): Task => {
    const record = records.get(id);
    if (record === undefined) throw taskNotFound();
    checkOrganization(record, organizationId);
    const ageMs = clock.now() - record.acceptedAt;
    if (record.previous === undefined && ageMs < lag.notFoundMs) throw taskNotFound();
    return record.previous !== undefined && ageMs < lag.staleMs ? record.previous : record.task;
  };

  const clear = (): void => {
    for (const { run } of records.values()) run.abandon(new Error('The mock was reset.'));
    records.clear();
    lag.staleMs = 0;
    lag.notFoundMs = 0;
  };

  return { lag, start, read, find: (id) => records.get(id), clear };
}

function checkOrganization({ task }: TaskRecord, organizationId: string): void {
  if (task.organization_id !== organizationId) throw httpError(403, 'This task belongs to another organization');
}

function taskNotFound(): Error {
  return httpError(404, 'Task not found');
}

/** Stops a task for a person: nothing happens when it has ended already. */
export function stopTask(record: TaskRecord): void {
  if (isFinalStatus(record.task.status)) return;
  record.apply({ type: 'stopped' });
  record.run.abandon(new Error('The task was stopped.'));
}
