import type { AgentRequest } from '@xpander/sdk';
import type { BatchResult } from '../batch/types.ts';
import type { BatchOrigin, Claim } from '../store/types.ts';
import { unescapeText } from './escape-text.ts';
import type { Held } from './held-claims.ts';

/** What a database tells of an item that it has given to this process. Its key and its thread are escaped. */
export interface ClaimedItem {
  readonly seq: number;
  readonly attempt: number;
  readonly key: string;
  readonly index: number;
  readonly thread: string | undefined;
  readonly request: AgentRequest;
  readonly retry: number;
  readonly isFirst: boolean;
  readonly previous: BatchResult | undefined;
  /** How long ago a request may have been sent last, in milliseconds; `undefined` if none can have been sent. */
  readonly sentAgoMs: number | undefined;
  readonly origin: BatchOrigin;
  /** How long ago the batch came into this store, in milliseconds. */
  readonly cameAgoMs: number;
}

/** The number of the item that was added first. */
export const firstSeq = 1;

/** The claim of an item, and what this process has to remember of it. */
export function toClaim(item: ClaimedItem, leaseMs: number): readonly [Claim, Held] {
  const { seq, attempt, key, thread, index, request, retry, isFirst, previous, origin } = item;
  const lost = new AbortController();
  const threadId = thread === undefined ? undefined : unescapeText(thread);
  const graceMs = toGraceMs(item, leaseMs);
  const common = { key: unescapeText(key), index, request, threadId, retry, isFirst, previous, origin };
  return [
    { ...common, isOpener: seq === firstSeq, graceMs, lost: lost.signal },
    { seq, attempt, lost, isChecked: false },
  ];
}

/** For how long "not found" does not count yet, in milliseconds. */
function toGraceMs({ sentAgoMs, origin, cameAgoMs }: ClaimedItem, leaseMs: number): number {
  const agoMs = Math.min(
    sentAgoMs ?? Number.POSITIVE_INFINITY,
    origin === 'seen' ? cameAgoMs : Number.POSITIVE_INFINITY,
  );
  return Math.max(0, Math.ceil(leaseMs - agoMs));
}
