import type { Clock } from '../clock/types.ts';
import type { StreamEvent } from '../protocol/types.ts';
import type { EventQueue } from '../state/types.ts';

interface HeartbeatOptions {
  readonly clock: Clock;
  /** Milliseconds between heartbeats while there are no events. `Infinity` is no heartbeats. */
  readonly heartbeatMs: number;
  readonly signal: AbortSignal;
}

/** Yields the events, and a heartbeat whenever there was no event for `heartbeatMs`. */
export async function* withHeartbeats(
  events: EventQueue,
  { clock, heartbeatMs, signal }: HeartbeatOptions,
): AsyncGenerator<StreamEvent | 'heartbeat', void, undefined> {
  let next = events.next();
  for (;;) {
    const event = Number.isFinite(heartbeatMs) ? await nextOrBeat(next, heartbeatMs, clock, signal) : await next;
    if (event === undefined) return;
    yield event;
    if (event !== 'heartbeat') next = events.next();
  }
}

async function nextOrBeat<T>(
  next: Promise<T>,
  afterMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<T | 'heartbeat'> {
  const settled = new AbortController();
  const beat = clock.sleep(afterMs, AbortSignal.any([settled.signal, signal])).then(() => 'heartbeat' as const);
  beat.catch(() => {});
  try {
    return await Promise.race([next, beat]);
  } finally {
    settled.abort();
  }
}
