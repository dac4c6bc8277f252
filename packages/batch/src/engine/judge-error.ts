import {
  type ApiError,
  type ConfigurationError,
  isXpanderError,
  type Task,
  type TaskFailedError,
  type TaskPausedError,
  type XpanderError,
} from '@xpander/sdk';
import type { StopReason } from '../batch/types.ts';
import { NotSent } from './fence.ts';

/** What an error of a run means for its item and for the batch. */
export type Verdict =
  /** The item has its outcome. */
  | { readonly kind: 'failed'; readonly status: string; readonly task?: Task | undefined; readonly error: unknown }
  /** The API or the network is in trouble. The item is tried again. */
  | { readonly kind: 'trouble'; readonly error: unknown; readonly retryAfterMs: number }
  | { readonly kind: 'not-sent'; readonly why: NotSent['why'] }
  /** No item of the batch can succeed. */
  | { readonly kind: 'stop'; readonly reason: StopReason; readonly error: unknown }
  | { readonly kind: 'broken'; readonly error: unknown };

/** Options whose mistake concerns every item alike. */
const clientOptions = ['apiKey', 'baseUrl', 'headers', 'fetch', 'agentId', 'dangerouslyAllowBrowser'];

/** `hasTask` tells whether the API has shown a task of this item. */
export function judgeError(error: unknown, hasTask: boolean): Verdict {
  if (error instanceof NotSent) return { kind: 'not-sent', why: error.why };
  if (!isXpanderError(error)) return { kind: 'broken', error };
  switch (error.code) {
    case 'task_failed': {
      const { status, task } = error as TaskFailedError;
      return { kind: 'failed', status, task, error };
    }
    case 'task_paused':
      return { kind: 'failed', status: 'paused', task: (error as TaskPausedError).task, error };
    case 'configuration':
      return judgeConfiguration(error as ConfigurationError);
    case 'unauthorized':
    case 'forbidden':
    case 'quota_exceeded':
      return { kind: 'stop', reason: { code: error.code, message: error.message }, error };
    case 'not_found':
      // An agent that does not exist fails every item. A task that was deleted is this item's own end.
      if (!hasTask) return { kind: 'stop', reason: { code: error.code, message: error.message }, error };
      return { kind: 'failed', status: 'error', error };
    default:
      return isOutcome(error) ? { kind: 'failed', status: 'error', error } : toTrouble(error);
  }
}

function judgeConfiguration(error: ConfigurationError): Verdict {
  const isGeneral = clientOptions.some((name) => error.option === name || error.option.startsWith(`${name}.`));
  return isGeneral ? { kind: 'broken', error } : { kind: 'failed', status: 'error', error };
}

/** Whether the error says something about the item, not about the network or the server. */
function isOutcome(error: XpanderError): boolean {
  if (['turn_replaced', 'deadline', 'output'].includes(error.code)) return true;
  const { status } = error as Partial<ApiError>;
  return status !== undefined && status >= 400 && status < 500 && !error.isRetryable && error.code in finalRefusals;
}

/** The refusals of a request that another attempt would meet as well. */
const finalRefusals: Readonly<Record<string, true>> = {
  bad_request: true,
  conflict: true,
  payload_too_large: true,
  invalid_request: true,
  client_error: true,
};

function toTrouble(error: XpanderError): Verdict {
  return { kind: 'trouble', error, retryAfterMs: (error as Partial<ApiError>).retryAfterMs ?? 0 };
}
