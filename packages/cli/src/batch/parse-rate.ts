import type { RateLimit } from '@xpander/sdk';
import { usageError } from '../failures/command-error.ts';

const unitsMs: Readonly<Record<string, number>> = { s: 1_000, min: 60_000, h: 3_600_000 };

/** Reads a rate such as `100/min`. */
export function parseRate(text: string): RateLimit {
  const [, count = '', unit = ''] = /^(\d+)\/(s|min|h)$/.exec(text) ?? [];
  const requests = Number(count);
  if (requests >= 1) return { requests, perMs: unitsMs[unit] ?? 60_000 };
  throw usageError(`--rate must have the form count/time, as in 100/min, 2/s or 5000/h; got "${text}".`);
}
