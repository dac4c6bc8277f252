/**
 * How much longer leases and the times between two faults are than on a quiet machine. Where a request takes longer than
 * the lease to arrive, items may run twice: `longestWayMs` of a row shows it.
 */
export const slowness: number = Number(process.env.CHAOS_SLOWNESS ?? 1);
