import { vi } from 'vitest';

/** Repeats an assertion until it holds. The time is a guard against hanging, not a measure of speed. */
export function eventually(assertion: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(assertion, { timeout: 60_000, interval: 10 });
}
