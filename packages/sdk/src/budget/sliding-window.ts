import type { RateLimit } from '../options/client-options.ts';
import type { Sent } from './types.ts';

/** Counts requests, and decides when the next one may be sent. */
export interface SlidingWindow {
  /** When a request may be sent that goes after `ahead` others. */
  readyMs(nowMs: number, ahead: number): number;
  /** Counts a request that is sent now. */
  take(nowMs: number): Sent;
  /** Records that the request has been sent only now, that its answer has arrived, or that it was refused. */
  settle(sent: Sent, nowMs: number, state: 'sent' | 'answered' | 'refused'): void;
  /** How many requests may be sent now. */
  left(nowMs: number): number;
  /** How many requests were answered in the last period. */
  answered(nowMs: number): number;
  /** How many requests may not have arrived yet. */
  travelling(nowMs: number): number;
  /** Changes the limit. Requests that were sent before still count. */
  resize(limit: RateLimit, burstShare: number): void;
}

/** The share of the requests that may be sent at once. */
export const defaultBurstShare = 0.2;

/** How many requests are remembered while there is no limit. */
const mostRemembered = 5_000;

/** The longest time that a request is assumed to travel before its answer shows that it has arrived. */
const longestTravelMs = 2_000;

interface Counted extends Sent {
  isAnswered: boolean;
}

/**
 * Allows at most `requests` in every period of `perMs` on the server's side, and bursts of a share of them. In the long
 * run, all `requests` of each period can be used.
 *
 * A bucket that refills evenly would have to refill slower to keep the limit after a burst. This one remembers when
 * requests were sent. It refills as fast as it can without running out before earlier requests leave the period. A
 * request counts from when it may have arrived at the latest: the server counts arrivals, and those vary.
 */
export function createSlidingWindow(limit: RateLimit, burstShare: number = defaultBurstShare): SlidingWindow {
  let most = 0;
  let perMs = 0;
  let burst = 0;
  /** Requests that still count, by their arrival. */
  const sent: Counted[] = [];
  let saved = 0;
  let savedAtMs = 0;

  const resize: SlidingWindow['resize'] = (next, share) => {
    most = Math.max(1, Math.floor(next.requests));
    perMs = next.perMs;
    burst = Math.max(1, Math.floor(most * share));
    saved = Math.min(saved, burst);
  };
  resize(limit, burstShare);
  saved = burst;

  const forget = (nowMs: number): void => {
    let gone = 0;
    while (gone < sent.length && (sent[gone] as Counted).arrivedMs + perMs <= nowMs) gone += 1;
    if (gone > 0) sent.splice(0, gone);
  };

  /** The shortest sustainable pause: the remaining requests must last until each counted one has left the period. */
  const intervalMs = (nowMs: number): number => {
    const left = most - sent.length;
    return sent.reduce(
      (longest, { sentMs }, index) => Math.max(longest, (sentMs + perMs - nowMs) / (left + index)),
      perMs / most,
    );
  };

  /** Moves an entry to its place by arrival. Only its neighbours of the last seconds can be out of order. */
  const place = (entry: Counted): void => {
    let index = sent.lastIndexOf(entry);
    if (index < 0) return;
    const move = (from: number, to: number): void => {
      [sent[from], sent[to]] = [sent[to] as Counted, sent[from] as Counted];
      index = to;
    };
    while (index > 0 && (sent[index - 1] as Counted).arrivedMs > entry.arrivedMs) move(index, index - 1);
    while (index + 1 < sent.length && (sent[index + 1] as Counted).arrivedMs < entry.arrivedMs) move(index, index + 1);
  };

  const travelMs = (): number => Math.min(longestTravelMs, perMs / 4);

  const readyMs = (nowMs: number, ahead: number): number => {
    if (most === Number.POSITIVE_INFINITY) return nowMs;
    forget(nowMs);
    if (ahead >= most) return readyMs(nowMs, ahead % most) + Math.floor(ahead / most) * perMs;
    const freeing = sent[sent.length + ahead - most];
    if (freeing !== undefined) return freeing.arrivedMs + perMs;
    const pauseMs = intervalMs(nowMs);
    saved = Math.min(burst, saved + (nowMs - savedAtMs) / pauseMs);
    savedAtMs = nowMs;
    // Rounding may leave the sum of fractions just below 1, by less time than a clock resolves.
    return saved > ahead + 1 - 1e-9 ? nowMs : nowMs + (ahead + 1 - saved) * pauseMs;
  };

  return {
    readyMs,
    resize,
    take: (nowMs) => {
      if (most < Number.POSITIVE_INFINITY) forget(nowMs);
      else if (sent.length >= mostRemembered) sent.splice(0, mostRemembered / 2);
      const entry: Counted = { sentMs: nowMs, arrivedMs: nowMs + travelMs(), isAnswered: false };
      sent.push(entry);
      saved -= 1;
      return entry;
    },
    settle: (entry, nowMs, state) => {
      const counted = entry as Counted;
      if (state === 'refused') {
        const index = sent.lastIndexOf(counted);
        if (index >= 0) sent.splice(index, 1);
        return;
      }
      counted.isAnswered ||= state === 'answered';
      counted.arrivedMs = state === 'sent' ? nowMs + travelMs() : Math.min(counted.arrivedMs, nowMs);
      place(counted);
    },
    left: (nowMs) => {
      readyMs(nowMs, 0);
      return Math.max(0, Math.min(most - sent.length, Math.floor(saved + 1e-9)));
    },
    travelling: (nowMs) => sent.filter(({ arrivedMs }) => arrivedMs > nowMs).length,
    answered: (nowMs) => {
      forget(nowMs);
      return sent.filter(({ isAnswered }) => isAnswered).length;
    },
  };
}
