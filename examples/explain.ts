import { ApiError, ConnectionError, isXpanderError } from '@xpander/sdk';

/** One line that says what went wrong and what to check. */
export function explain(error: unknown): string {
  if (!isXpanderError(error)) return error instanceof Error ? error.message : String(error);
  return `${error.name} (${error.code}): ${error.message}${advice(error)}`;
}

function advice(error: unknown): string {
  if (error instanceof ConnectionError) return '. Check XPANDER_API_URL and the network';
  return error instanceof ApiError && error.code === 'not_found' ? '. Check XPANDER_AGENT_ID' : '';
}
