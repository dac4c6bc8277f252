import type { ApiError, ApiErrorCode } from '@xpander/sdk';
import { formatDuration } from '../text/format-duration.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { commandLine } from './shell-quote.ts';
import type { Failure, FailureContext } from './types.ts';

const exitCodeOf: Readonly<Record<ApiErrorCode, ExitCode>> = {
  unauthorized: exitCodes.noAccess,
  forbidden: exitCodes.noAccess,
  not_found: exitCodes.notFound,
  rate_limited: exitCodes.limit,
  quota_exceeded: exitCodes.limit,
  request_timeout: exitCodes.network,
  server_error: exitCodes.network,
  bad_request: exitCodes.usage,
  conflict: exitCodes.usage,
  payload_too_large: exitCodes.usage,
  invalid_request: exitCodes.usage,
  client_error: exitCodes.usage,
};

/** Describes an answer in which the API has refused a request. */
export function describeApiError(error: ApiError, { keySource }: FailureContext): Failure {
  const { code, status, detail, issues, taskId, retryAfterMs } = error;
  const reasons = issues?.map(({ loc, msg }) => `${loc.filter((part) => part !== 'body').join('.')}: ${msg}`);
  const reason = reasons && reasons.length > 0 ? reasons.join('; ') : detail;
  const sentences = [
    `The API answered ${status} (${code})${reason ? `: ${reason.replace(/\.$/, '')}` : ''}.`,
    keySource !== undefined && (status === 401 || status === 403) && `The key came from ${keySource}.`,
    retryAfterMs !== undefined && `It asks to wait for ${formatDuration(retryAfterMs)}.`,
  ];
  return {
    code,
    exitCode: exitCodeOf[code],
    message: sentences.filter((sentence) => sentence !== false).join(' '),
    taskId,
    retryAfterMs,
    next: nextOf(error),
  };
}

function nextOf({ code, taskId, message }: ApiError): string | undefined {
  if (code === 'unauthorized' || code === 'forbidden') return commandLine('doctor');
  if (code === 'not_found')
    return /\/agents\//.test(message) ? commandLine('agents', 'list') : commandLine('tasks', 'list');
  return taskId === undefined ? undefined : commandLine('tasks', 'wait', taskId);
}
