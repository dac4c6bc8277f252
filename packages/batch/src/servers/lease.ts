import { checkWhole } from '../options/checks.ts';

/** The times that follow from the lease, in milliseconds. */
export interface LeaseTimes {
  /** How long a request may be on its way: the lease itself. */
  readonly leaseMs: number;
  /** How long a claim lasts without a sign of life. Half of the lease, so that a dead worker's items are not kept too long. */
  readonly holdMs: number;
  /** How often a process gives a sign of life. */
  readonly beatMs: number;
}

export const defaultLeaseMs = 60_000;
const leastLeaseMs = 500;

/** @throws ConfigurationError if the lease is too short to be renewed in time. */
export function toLeaseTimes(leaseMs: number): LeaseTimes {
  checkWhole('leaseMs', leaseMs, leastLeaseMs);
  return { leaseMs, holdMs: Math.floor(leaseMs / 2), beatMs: Math.floor(leaseMs / 8) };
}
