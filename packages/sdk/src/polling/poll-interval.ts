import { show } from '../config/values.ts';
import type { Operation } from '../core/types.ts';
import { ApiError } from '../errors/api-error.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { ProtocolError } from '../errors/transport-errors.ts';
import type { WaitOptions } from '../options/call-options.ts';

const shortestIntervalMs = 50;

/** The pause before the next poll. Rejects the operation when the server asks for a longer pause than its deadline leaves. */
export function nextIntervalMs(operation: Operation, ageMs: number): number {
  const { trouble } = operation.progress;
  const hasAsked = trouble instanceof ApiError || trouble instanceof ProtocolError;
  const askedMs = (hasAsked ? trouble.retryAfterMs : undefined) ?? 0;
  if (askedMs >= operation.remainingMs()) operation.giveUp();
  return Math.max(intervalMs(operation.options.pollIntervalMs, ageMs), askedMs, shortestIntervalMs);
}

/**
 * The default grows with the square root of the wait's age. Among schedules with as many polls, this one notices the end
 * soonest over runs of seconds and of hours. The jitter spreads the polls of waits that began together.
 */
function intervalMs(chosen: WaitOptions['pollIntervalMs'], ageMs: number): number {
  if (typeof chosen === 'number') return chosen;
  if (chosen === undefined) {
    const defaultMs = Math.min(15_000, Math.max(1_500, 650 * Math.sqrt(ageMs / 1000)));
    return defaultMs * (0.9 + 0.2 * Math.random());
  }
  const result: unknown = chosen(ageMs);
  if (typeof result === 'number' && result >= 0 && Number.isFinite(result)) return result;
  throw new ConfigurationError(
    'pollIntervalMs',
    `the function returned ${show(result)}`,
    'Return a number of milliseconds',
  );
}
