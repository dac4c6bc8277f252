import type { RawThreadMessage, ThreadMessage } from '../models.ts';
import { parseTimestampMs } from './timestamp.ts';

/** A message in one form, whichever of the four known ones the server sent (openapi/FACTS.md#e). */
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
 * Messages count seconds since the epoch, unlike everything else in the API (openapi/FACTS.md#a4); a text is read as
 * well.
 */
function toDate(stamp: unknown): Date | null {
  if (typeof stamp !== 'number' && typeof stamp !== 'string') return null;
  // A text without a zone is UTC, which `Date` would take for the time of this place.
  const ms = typeof stamp === 'number' ? stamp * 1000 : parseTimestampMs(stamp);
  const date = new Date(ms ?? stamp);
  return Number.isNaN(date.getTime()) ? null : date;
}
