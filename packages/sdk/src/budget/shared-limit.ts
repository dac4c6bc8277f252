import { ignore } from '../async/ignore.ts';
import type { Clock, SharedRateLimit } from '../options/client-options.ts';
import { createSlidingWindow } from './sliding-window.ts';
import type { Sent, TokenSource } from './types.ts';

const mostAsks = 2;
/** An ask that has not been answered for this long, pauses that were reported left out, is given up. */
const longestAskMs = 90_000;
/** While the shared limit fails, it is asked again this often. */
const retryMs = 60_000;
/** An answer that no request has used by then is dropped, because the limit counted it at its own time. */
const tokenLifeMs = 5_000;
/** How soon a request looks for the answer to another request's ask. */
const checkMs = 100;
const defaultFallback = { requests: 10, perMs: 60_000 };

interface Ask {
  readonly startedMs: number;
  readonly controller: AbortController;
}

/** A limit that is counted elsewhere, for many processes. While it fails, its `fallback` counts: never no limit. */
export function createSharedLimit(shared: SharedRateLimit): TokenSource {
  const window = createSlidingWindow(shared.fallback ?? defaultFallback);
  /** By the request that asks. While the limit fails, none does: its answer would come too late. */
  const asks = new Map<object, Ask>();
  /** When the answers arrived that no request has used yet. */
  let tokens: number[] = [];
  /** When it last failed; `undefined` while it works. */
  let failingMs: number | undefined;
  let pausedUntilMs = Number.NEGATIVE_INFINITY;
  const counted = new WeakSet<Sent>();

  const isHung = ({ startedMs }: Ask, nowMs: number): boolean =>
    nowMs - Math.max(startedMs, Math.min(nowMs, pausedUntilMs)) >= longestAskMs;

  const end = (asker: object): void => {
    const ask = asks.get(asker);
    asks.delete(asker);
    try {
      ask?.controller.abort();
    } catch {
      // The request that asked has vanished, and its runtime forbids to touch what was its own.
    }
  };

  const open = async (asker: object, clock: Clock): Promise<void> => {
    const ask: Ask = { startedMs: clock.now(), controller: new AbortController() };
    asks.set(asker, ask);
    try {
      await shared.take({ signal: ask.controller.signal });
      if (asks.get(asker) !== ask) return;
      tokens.push(clock.now());
      failingMs = undefined;
    } catch {
      if (asks.get(asker) === ask) failingMs = clock.now();
    } finally {
      if (asks.get(asker) === ask) asks.delete(asker);
    }
  };

  const fresh = (nowMs: number): number => {
    tokens = tokens.filter((ms) => ms + tokenLifeMs > nowMs);
    return tokens.length;
  };

  return {
    isLimited: () => true,
    readyMs(nowMs, ahead) {
      if (nowMs < pausedUntilMs) return pausedUntilMs;
      if (fresh(nowMs) > ahead) return nowMs;
      return failingMs === undefined ? nowMs + checkMs * (ahead + 1) : window.readyMs(nowMs, ahead);
    },
    ask(waiter, ahead, clock) {
      const nowMs = clock.now();
      for (const [asker, ask] of asks) {
        if (!isHung(ask, nowMs)) continue;
        end(asker);
        failingMs = nowMs;
      }
      if (nowMs < pausedUntilMs) return undefined;
      if (failingMs !== undefined) {
        if (asks.size === 0 && nowMs - failingMs >= retryMs) void open({}, clock);
        return undefined;
      }
      // An ask that is given up may have used up a request of the limit.
      const hasToken = fresh(nowMs) > ahead;
      if (hasToken || asks.has(waiter) || asks.size >= mostAsks || ahead >= mostAsks) return undefined;
      return open(waiter, clock);
    },
    leave: end,
    take(nowMs) {
      if (fresh(nowMs) === 0) {
        const sent = window.take(nowMs);
        counted.add(sent);
        return sent;
      }
      tokens.shift();
      return { sentMs: nowMs, arrivedMs: nowMs };
    },
    settle: (sent, nowMs, state) => {
      if (counted.has(sent)) window.settle(sent, nowMs, state);
    },
    note(_, { pauseMs }, nowMs) {
      if (pauseMs === undefined || nowMs + pauseMs <= pausedUntilMs) return;
      pausedUntilMs = nowMs + pauseMs;
      report(shared, pausedUntilMs);
    },
    spacingMs: () => 0,
    pausedMs: (nowMs) => pausedUntilMs - nowMs,
    reserve: () => 0,
    left: (nowMs) => (nowMs < pausedUntilMs ? 0 : undefined),
    stated: () => undefined,
  };
}

/** Tells the other processes about a pause. An error of theirs must not end the call. */
function report(shared: SharedRateLimit, untilMs: number): void {
  try {
    Promise.resolve(shared.pause?.(untilMs)).catch(ignore);
  } catch {
    // The pause counts in this process.
  }
}
