/** Returns `ms`, or 0 for a negative number. Throws a `TypeError` for anything that is not a number. */
export function checkedDelay(ms: number): number {
  if (typeof ms !== 'number' || Number.isNaN(ms)) {
    throw new TypeError(`clock.sleep() needs a number of milliseconds; got ${String(ms)}.`);
  }
  return Math.max(0, ms);
}
