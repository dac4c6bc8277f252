import type { Clock, RateLimit, SharedRateLimit } from '@xpander/sdk';

/** How evenly requests are spread: one each `stepMs`, and up to `burst` at once after a pause. */
export interface Pace {
  readonly stepMs: number;
  readonly burst: number;
}

/** A limit that is counted in a database, in the database's own time. */
export interface PacedCounter {
  /** Takes a token and resolves with 0, or takes none and resolves with the time to wait, in milliseconds. */
  take(pace: Pace): Promise<number>;
  /** Nobody gets a token for this long. A longer pause that was noted before stays. */
  pause(forMs: number): Promise<void>;
}

/** How much of the limit may be sent at once, after a time without requests. */
const burstShare = 0.02;
/** How much longer than the server's the counted period is: a request arrives some time after its token was taken. */
const spreadShare = 0.02;
const longestSpreadMs = 1_000;
const retryMs = 500;
/** Processes that wait for the same instant do not come all at once. */
const jitterMs = 5;
const fallbackShare = 0.1;

/** The pace at which no period has more than `requests` (the generic cell rate algorithm). */
export function toPace({ requests, perMs }: RateLimit): Pace {
  const periodMs = perMs + Math.min(perMs * spreadShare, longestSpreadMs);
  const burst = Math.max(1, Math.floor(requests * burstShare));
  return { stepMs: periodMs / (requests - burst + 1), burst };
}

/** One limit for all processes with the same counter. */
export function createPacedLimit(limit: RateLimit, clock: Clock, counter: PacedCounter): SharedRateLimit {
  const pace = toPace(limit);
  let tail: Promise<void> = Promise.resolve();

  const takeOne = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      signal.throwIfAborted();
      // The client gives up an ask after 90 s. Until then, a database that restarts costs nothing but time.
      const waitMs = await counter.take(pace).catch(() => retryMs);
      if (waitMs <= 0) return;
      await clock.sleep(waitMs + Math.random() * jitterMs, signal);
    }
  };

  return {
    take({ signal }) {
      // One after the other, so that the first of this process is served first.
      const turn = tail.then(() => takeOne(signal));
      tail = turn.catch(() => undefined);
      return turn;
    },
    pause: (untilMs) => counter.pause(untilMs - clock.now()),
    fallback: { requests: Math.max(1, Math.floor(limit.requests * fallbackShare)), perMs: limit.perMs },
  };
}
