import { usageError } from '../failures/command-error.ts';

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads a time such as `90s`, `10m` or `1h30m` as milliseconds. `0` means no limit. */
export function parseDuration(option: string, text: string): number {
  if (text === '0') return 0;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) {
    const fix = /^\d+$/.test(text) ? `; with a unit, as in ${text}s` : '';
    throw usageError(`${option} must be a time such as 90s, 10m or 1h30m, or 0 for no limit; got "${text}"${fix}.`);
  }
  const totalMs = parts.reduce((sum, [, number = '0', unit = 'ms']) => sum + Number(number) * (unitsMs[unit] ?? 1), 0);
  // The longest delay of a timer.
  if (totalMs > 2_147_483_647) throw usageError(`${option} must be at most 24d; got "${text}".`);
  return totalMs;
}
