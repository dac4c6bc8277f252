import type { BatchOrigin } from '../store/types.ts';

/** What is known of the claims before a new one, in the database's time. */
export interface FormerClaims {
  /** How long ago a request may have been sent last, in milliseconds; `undefined` if none can have been sent. */
  readonly sentAgoMs: number | undefined;
  readonly origin: BatchOrigin;
  /** How long ago the batch came into this store, in milliseconds. */
  readonly cameAgoMs: number;
}

/** For how long "not found" does not count yet, in milliseconds. */
export function toGraceMs({ sentAgoMs, origin, cameAgoMs }: FormerClaims, leaseMs: number): number {
  const agoMs = Math.min(
    sentAgoMs ?? Number.POSITIVE_INFINITY,
    origin === 'seen' ? cameAgoMs : Number.POSITIVE_INFINITY,
  );
  return Math.max(0, Math.ceil(leaseMs - agoMs));
}
