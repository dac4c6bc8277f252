import type { Attributes } from '@opentelemetry/api';
import { withoutGaps } from './attributes.ts';
import { describeFailure, fieldOf } from './failure.ts';
import type { FinishedTask, Operation } from './types.ts';

/** How an operation ended. */
export interface Outcome {
  readonly taskId: string | undefined;
  /** The agent of the task. All turns of a thread have the same one. */
  readonly agentId: string | undefined;
  readonly status: string | undefined;
  /** The snapshot of the task that is the operation's own, not one of an earlier turn. */
  readonly task: FinishedTask | undefined;
  /** Whether that snapshot is the end of the run. */
  readonly isEnd: boolean;
  /** `error.type` of an operation that failed: the code of the error, or the status of the run. */
  readonly errorType: string | undefined;
}

/** The statuses of a run that goes on, with the names of the vendor's older pages. */
const goingOn: readonly string[] = ['pending', 'executing', 'paused', 'queued', 'running'];
const failed: readonly string[] = ['failed', 'error', 'stopped', 'cancelled'];

/** The errors whose `task` is the operation's own. That of `turn_replaced` is another turn. */
const withOwnTask: readonly string[] = ['task_failed', 'task_paused', 'output'];

/** The outcome of an operation that did not reject. A stream does not, even if its run failed. */
export function outcomeOfTask({ verb }: Operation, task: FinishedTask | undefined): Outcome {
  const status = statusOf(task);
  const isEnd = isEnded(task);
  // A start succeeds, even if its key finds a run that has failed since.
  const isFailed = isEnd && status !== 'completed' && verb !== 'invokeAsync';
  const errorType = isFailed ? status : undefined;
  return { taskId: task?.id, agentId: agentOf(task), status, task, isEnd, errorType };
}

export function outcomeOfError(error: unknown): Outcome {
  const { type } = describeFailure(error);
  const taskId = fieldOf(error, 'taskId');
  const lastTask = fieldOf(error, 'lastTask') as FinishedTask | undefined;
  const own = withOwnTask.includes(type) ? (fieldOf(error, 'task') as FinishedTask | undefined) : undefined;
  // An end that was seen last, but was not the outcome, may belong to an earlier turn.
  const seen = isEnded(lastTask) ? undefined : lastTask;
  return {
    taskId: typeof taskId === 'string' ? taskId : own?.id,
    agentId: agentOf(own ?? lastTask),
    status: statusOf(own ?? seen),
    task: own,
    isEnd: isEnded(own),
    errorType: type,
  };
}

/** What the outcome adds to a span. */
export function outcomeAttributes({ taskId, agentId, status, task, errorType }: Outcome): Attributes {
  return withoutGaps({
    'gen_ai.conversation.id': taskId,
    'gen_ai.agent.id': agentId,
    'gen_ai.agent.version': task?.agent_version ?? undefined,
    'xpander.task.status': status,
    'error.type': errorType,
  });
}

function agentOf(task: FinishedTask | undefined): string | undefined {
  return task?.agent_id ?? undefined;
}

function statusOf(task: FinishedTask | undefined): string | undefined {
  return typeof task?.status === 'string' ? task.status : undefined;
}

/** A status that is not known is an end if the server states when the task has finished. */
function isEnded(task: FinishedTask | undefined): boolean {
  const status = statusOf(task);
  if (status === undefined || goingOn.includes(status)) return false;
  return status === 'completed' || failed.includes(status) || Boolean(task?.finished_at);
}
