import type { Clock } from '../clock/clock.ts';

/** Prints the current instant as the API does: ISO 8601, UTC, `Z`, six fractional digits (api-facts A4). */
export type Stamp = () => string;

/**
 * Creates a stamp that never prints the same instant twice, also while a virtual clock stands still: the API's
 * microseconds differ between two turns, and clients tell turns apart by them.
 */
export function createStamp(clock: Clock): Stamp {
  let lastMicroseconds = 0;
  return () => {
    lastMicroseconds = Math.max(Math.round(clock.now() * 1_000), lastMicroseconds + 1);
    return printMicroseconds(lastMicroseconds);
  };
}

/** Prints an instant given in epoch milliseconds, in the same form. */
export function printInstant(epochMs: number): string {
  return printMicroseconds(Math.round(epochMs * 1_000));
}

function printMicroseconds(microseconds: number): string {
  const milliseconds = Math.floor(microseconds / 1_000);
  const fraction = String(microseconds - milliseconds * 1_000).padStart(3, '0');
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${fraction}Z`;
}
