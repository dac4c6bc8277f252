import type { RunState, Task } from '../protocol/models.ts';
import { isFinalStatus } from '../protocol/task-status.ts';
import type { TaskRecord } from '../state/types.ts';
import type { Conversation } from './types.ts';

type Find = (id: string) => TaskRecord | undefined;

/** Whether a turn is running. A paused turn is not. */
export function isRunning({ task }: TaskRecord): boolean {
  return !isFinalStatus(task.status) && task.status !== 'paused';
}

/** The run state of a conversation. */
export function describeState(conversation: Conversation, record: TaskRecord, find: Find): RunState {
  const isBusy = isRunning(record);
  const child = subTasksOf(record, find).find(isRunning);
  const { queue } = conversation;
  return {
    conversation_id: conversation.id,
    is_running: isBusy,
    is_steerable: isBusy,
    steer_target: isBusy ? 'execution' : 'none',
    active_child_id: child?.task.id ?? null,
    queue_depth: queue.length,
    queued_messages: queue.map((message) => ({ ...message, files: [...message.files], user: message.user ?? null })),
    execution_status: record.task.status ?? null,
    conversation_state: 'regular',
  };
}

/** The record of a conversation: its task, activity and usage, and those of its sub-tasks. */
export function describeConversation(record: TaskRecord, find: Find, print: (task: Task) => object): object {
  return {
    conversation_id: record.task.id,
    ...partsOf(record, print),
    sub_executions: subTasksOf(record, find).map((subTask) => partsOf(subTask, print)),
  };
}

function partsOf({ task, activity }: TaskRecord, print: (task: Task) => object): object {
  const { id, created_at, input, tokens } = task;
  return {
    execution: print(task),
    activity: { id, created_at, messages: activity, user: input?.user ?? null },
    usage: { ...tokens },
  };
}

function subTasksOf({ task }: TaskRecord, find: Find): TaskRecord[] {
  return (task.sub_executions ?? []).flatMap((id) => find(id) ?? []);
}
