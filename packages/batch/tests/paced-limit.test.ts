import { describe, expect, it } from 'vitest';
import { toPace } from '../src/servers/paced-limit.ts';

/** Takes tokens one after the other, as the scripts of the stores do, each `lateMs` after it is due. */
function takeFor(limit: { requests: number; perMs: number }, periods: number, lateMs: () => number): number[] {
  const { stepMs, burst } = toPace(limit);
  const taken: number[] = [];
  let now = 0;
  let next = 0;
  while (now < limit.perMs * periods) {
    const due = Math.max(now, next) - (burst - 1) * stepMs;
    if (due > now) now = due + lateMs();
    next = Math.max(now, next) + stepMs;
    taken.push(now);
  }
  return taken;
}

function peakOf(taken: readonly number[], perMs: number): number {
  return Math.max(...taken.map((at) => taken.filter((ms) => ms >= at && ms < at + perMs).length));
}

describe('the pace of a shared limit', () => {
  const limits = [1, 2, 3, 10, 50, 100, 1_000].map((requests) => ({ requests, perMs: 60_000 }));

  it.each(limits)('never sends more than $requests in any period', (limit) => {
    expect(
      peakOf(
        takeFor(limit, 4, () => 0),
        limit.perMs,
      ),
    ).toBeLessThanOrEqual(limit.requests);
    expect(
      peakOf(
        takeFor(limit, 4, () => Math.random() * 20),
        limit.perMs,
      ),
    ).toBeLessThanOrEqual(limit.requests);
  });

  it.each(limits)('uses at least 95 % of $requests', (limit) => {
    const taken = takeFor(limit, 40, () => 0);
    expect(taken.length).toBeGreaterThanOrEqual(limit.requests * 40 * 0.95);
  });

  it('leaves room for requests that reach the server at different speeds', () => {
    const limit = { requests: 100, perMs: 60_000 };
    const arrivals = takeFor(limit, 4, () => 0)
      .map((at) => at + Math.random() * 600)
      .toSorted((one, other) => one - other);
    expect(peakOf(arrivals, limit.perMs)).toBeLessThanOrEqual(limit.requests);
  });
});
