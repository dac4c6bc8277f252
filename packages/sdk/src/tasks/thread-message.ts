import type { RawThreadMessage, ThreadMessage } from '../models.ts';
import { parseTimestampMs } from './timestamp.ts';

/** Turns any of the four known forms of a message (openapi/FACTS.md#e) into one. */
export function toThreadMessage(raw: RawThreadMessage): ThreadMessage {
  const { id, role, content, created_at: createdAt } = raw;
  return {
    id: typeof id === 'string' ? id : undefined,
    role: role ?? undefined,
    content: typeof content === 'string' ? content : '',
    createdAt: toDate(createdAt),
    raw,
  };
}

/**
 * The timestamps of messages are seconds since the epoch, unlike all others in the API (openapi/FACTS.md#a4). A text is
 * accepted too.
 */
function toDate(stamp: unknown): Date | null {
  if (typeof stamp !== 'number' && typeof stamp !== 'string') return null;
  // A text without a time zone is in UTC, but `Date` would read it as local time.
  const ms = typeof stamp === 'number' ? stamp * 1000 : parseTimestampMs(stamp);
  const date = new Date(ms ?? stamp);
  return Number.isNaN(date.getTime()) ? null : date;
}
