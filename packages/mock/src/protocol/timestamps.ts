import type { Clock } from '../clock/types.ts';
import type { NextTimestamp } from './types.ts';

/**
 * Creates timestamps that never repeat, even while a virtual clock stands still. The API's microseconds differ between
 * two turns, and clients distinguish turns by them.
 */
export function createTimestamps(clock: Clock): NextTimestamp {
  let lastMicroseconds = 0;
  return () => {
    lastMicroseconds = Math.max(Math.round(clock.now() * 1_000), lastMicroseconds + 1);
    return formatMicroseconds(lastMicroseconds);
  };
}

/** Formats epoch milliseconds in the same way. */
export function formatTimestamp(epochMs: number): string {
  return formatMicroseconds(Math.round(epochMs * 1_000));
}

function formatMicroseconds(microseconds: number): string {
  const milliseconds = Math.floor(microseconds / 1_000);
  const fraction = String(microseconds - milliseconds * 1_000).padStart(3, '0');
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${fraction}Z`;
}
