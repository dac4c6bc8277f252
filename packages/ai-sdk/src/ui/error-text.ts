import { isXpanderError } from '@xpander/sdk';
import type { OnError } from './stream-options.ts';

const general = 'The agent could not finish the answer.';
const tooMany = 'The agent has too much to do at the moment. Try again later.';

/** What a page says of an error that the visitor can do something about, by the error's code. */
const sentences: Readonly<Record<string, string>> = {
  task_paused: 'The agent is waiting for a login or an approval. Complete it, or stop the agent, before you go on.',
  thread_busy: 'The agent is still busy with another question of this chat.',
  rate_limited: tooMany,
  quota_exceeded: tooMany,
};

/** Hands an error to `onError`, and returns the sentence for the page. An error's own message may be confidential. */
export function toErrorText(error: unknown, onError: OnError | undefined, fallback: string = general): string {
  const own = report(error, onError);
  if (typeof own === 'string' && own !== '') return own;
  return (isXpanderError(error) && sentences[error.code]) || fallback;
}

function report(error: unknown, onError: OnError | undefined): unknown {
  try {
    const own: unknown = onError?.(error);
    // A rejection must not end the process because of a log entry.
    if (own instanceof Promise) own.catch(() => undefined);
    return own;
  } catch {
    return undefined;
  }
}
