import { ApiError, DeadlineError, isXpanderError, TaskFailedError, TaskPausedError } from '@xpander/sdk';

/**
 * Returns a sentence about an error for the visitor of the page.
 *
 * The sentences are fixed. The message of an error may contain ids, addresses and text of the server, and the result of
 * a failed run may contain anything. They go to the log.
 */
export function toVisitors(error: unknown): string {
  if (error instanceof TaskFailedError) {
    return error.status === 'stopped'
      ? 'The agent was stopped before it had the whole answer.'
      : 'The agent failed before it had the whole answer.';
  }
  if (error instanceof TaskPausedError) return 'The agent waits for an approval or a login.';
  if (error instanceof DeadlineError) return 'The answer takes longer than we can wait.';
  if (error instanceof ApiError && error.code === 'rate_limited') return 'Too many questions at once. Try again soon.';
  return isXpanderError(error) ? 'The agent cannot be asked at the moment.' : 'Something went wrong on our side.';
}
