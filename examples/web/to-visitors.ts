import { ApiError, DeadlineError, isXpanderError, TaskFailedError, TaskPausedError } from '@xpander/sdk';

/**
 * What went wrong, in words for the person at the page.
 *
 * Only our own words: an error's message may carry ids, addresses and what the server said, and a failed run's result
 * may carry anything. Those belong into the log.
 */
export function toVisitors(error: unknown): string {
  if (error instanceof TaskFailedError) {
    return error.status === 'stopped'
      ? 'Somebody stopped the agent before it had the whole answer.'
      : 'The agent failed before it had the whole answer.';
  }
  if (error instanceof TaskPausedError) return 'The agent waits for somebody to approve a step or to log in.';
  if (error instanceof DeadlineError) return 'The answer takes longer than we can wait.';
  if (error instanceof ApiError && error.code === 'rate_limited') return 'Too many questions at once. Try again soon.';
  return isXpanderError(error) ? 'The agent cannot be asked at the moment.' : 'Something went wrong on our side.';
}
