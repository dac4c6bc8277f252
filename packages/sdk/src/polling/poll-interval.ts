import { show } from '../config/validators.ts';
import type { Operation } from '../core/operation.ts';
import { ApiError } from '../errors/api-error.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { WaitOptions } from '../options/call-options.ts';

const shortestPauseMs = 50;

/** How long to pause before the next look at a task. Ends the operation when the server asks for more time than is left. */
export function nextDelayMs(options: WaitOptions, operation: Operation, ageMs: number): number {
  const { trouble } = operation.progress;
  const askedMs = trouble instanceof ApiError ? (trouble.retryAfterMs ?? 0) : 0;
  if (askedMs >= operation.remainingMs()) operation.giveUp();
  return Math.max(intervalMs(options.pollIntervalMs, ageMs), askedMs, shortestPauseMs);
}

/**
 * Grows with the square root of the age: of all schedules with as many looks, the one that learns of the end soonest
 * over runs of seconds and of hours. The jitter keeps waits that began together from looking together.
 */
function intervalMs(chosen: WaitOptions['pollIntervalMs'], ageMs: number): number {
  if (typeof chosen === 'number') return chosen;
  if (chosen === undefined) {
    const paced = Math.min(15_000, Math.max(1_500, 650 * Math.sqrt(ageMs / 1000)));
    return paced * (0.9 + 0.2 * Math.random());
  }
  const result: unknown = chosen(ageMs);
  if (typeof result === 'number' && result >= 0 && Number.isFinite(result)) return result;
  throw new ConfigurationError(
    'pollIntervalMs',
    `the function returned ${show(result)}`,
    'Return a number of milliseconds',
  );
}
