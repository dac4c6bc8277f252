/** An instant in whole seconds, with its fraction as text: `Date` keeps only three of the six digits. */
interface Instant {
  readonly seconds: number;
  readonly fraction: string;
}

/** Milliseconds since the epoch; `undefined` for a text that is no timestamp. */
export function parseTimestampMs(timestamp: string): number | undefined {
  const instant = parseInstant(timestamp);
  return instant && (instant.seconds + Number(`0.${instant.fraction || 0}`)) * 1000;
}

/** Compares at the precision of the coarser timestamp: the server may print one instant with fewer digits. */
export function isSameInstant(left: string, right: string): boolean {
  const [a, b] = [parseInstant(left), parseInstant(right)];
  if (a === undefined || b === undefined) return left === right;
  const digits = Math.min(a.fraction.length, b.fraction.length);
  return a.seconds === b.seconds && a.fraction.slice(0, digits) === b.fraction.slice(0, digits);
}

/** A timestamp without a zone is UTC (openapi/FACTS.md#a4). */
function parseInstant(timestamp: string): Instant | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d+))? *(Z|[+-]\d\d:?\d\d)?$/i.exec(timestamp.trim());
  if (parts === null) return undefined;
  const [, day, time, fraction = '', zone = 'Z'] = parts;
  const seconds = Date.parse(`${day}T${time}${zone.toUpperCase()}`) / 1000;
  return Number.isNaN(seconds) ? undefined : { seconds, fraction };
}
