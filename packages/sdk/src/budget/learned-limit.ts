import { describeLimit } from './fixed-limit.ts';
import { createSlidingWindow, defaultBurstShare } from './sliding-window.ts';
import type { LimitFacts, Sent, TokenSource } from './types.ts';

/** Headers that have not been seen for this long say nothing any more. */
const forgetMs = 10 * 60_000;
/** The period of a limit that was guessed: the API's documented one (openapi/FACTS.md#a7). */
const guessedPerMs = 60_000;
/** Other processes may have used up the limit, so that this one was answered few times. */
const fewestGuessed = 10;
/** A guess that has held for this long is given up. */
const longestGuessMs = 60 * 60_000;
/** How much a guess grows in each minute without a refusal. */
const growthPerMinute = 1.05;

/** What the server's headers have stated. */
interface Stated {
  readonly limit: number;
  readonly perMs: number;
  readonly seenMs: number;
  readonly resetAtMs: number;
  /** How many more requests may be sent before the reset. */
  remaining: number;
}

/**
 * A limit that is learned from the server's answers. Before the server has said anything, nothing waits.
 *
 * Limit headers state the budget until their reset. After it, the same limit counts from the requests that were sent. A
 * refusal without headers leaves a guess: as many requests as were answered in the minute before it. The guess grows.
 */
export function createLearnedLimit(): TokenSource {
  const unlimited = { requests: Number.POSITIVE_INFINITY, perMs: guessedPerMs };
  const window = createSlidingWindow(unlimited);
  let stated: Stated | undefined;
  let guess: { readonly requests: number; readonly sinceMs: number } | undefined;
  let pausedUntilMs = Number.NEGATIVE_INFINITY;
  let refusedMs = Number.NEGATIVE_INFINITY;
  /** How many requests were answered of those that the guess is about. */
  let answered = 0;
  let isFitted = true;

  /** Forgets what is old, and lets a guess grow. */
  const refresh = (nowMs: number): void => {
    if (stated !== undefined && nowMs - stated.seenMs > forgetMs) stated = undefined;
    if (guess !== undefined && nowMs - guess.sinceMs > longestGuessMs) guess = undefined;
    if (stated !== undefined) window.resize({ requests: stated.limit, perMs: stated.perMs }, 1);
    else if (guess !== undefined) {
      const requests = guess.requests * growthPerMinute ** Math.floor((nowMs - guess.sinceMs) / 60_000);
      window.resize({ requests, perMs: guessedPerMs }, defaultBurstShare);
    } else if (!isFitted) window.resize(unlimited, defaultBurstShare);
    isFitted = stated === undefined && guess === undefined;
  };

  const readState = ({ limit, remaining, resetMs }: LimitFacts, nowMs: number): void => {
    if (limit === undefined || limit < 1 || remaining === undefined || resetMs === undefined) return;
    // The first answer of a period shows nearly all of it. The others show less.
    const perMs = Math.max(stated?.limit === limit ? stated.perMs : 1_000, resetMs);
    // Requests that have just been sent may not be counted in it yet.
    const left = Math.max(0, remaining - window.travelling(nowMs));
    stated = { limit, perMs, seenMs: nowMs, resetAtMs: nowMs + resetMs, remaining: left };
    guess = undefined;
  };

  const isOfGuess = ({ sentMs }: Sent): boolean => sentMs <= refusedMs && sentMs > refusedMs - guessedPerMs;

  return {
    isLimited(nowMs) {
      refresh(nowMs);
      return stated !== undefined || guess !== undefined || nowMs < pausedUntilMs;
    },
    readyMs(nowMs, ahead) {
      refresh(nowMs);
      const freeMs = Math.max(pausedUntilMs, window.readyMs(nowMs, ahead));
      if (stated === undefined || nowMs >= stated.resetAtMs || ahead < stated.remaining) return freeMs;
      return Math.max(freeMs, stated.resetAtMs);
    },
    take(nowMs) {
      if (stated !== undefined) stated.remaining -= 1;
      return window.take(nowMs);
    },
    settle: window.settle,
    note(sent, facts, nowMs) {
      readState(facts, nowMs);
      // A refusal that states its pause leaves a guess only if such a pause was not enough before.
      const isUnclear = facts.pauseMs === undefined || nowMs - pausedUntilMs < guessedPerMs;
      // A refusal of a request that was sent before another refusal was known says nothing new.
      const isNews = facts.isRefused && stated === undefined && sent.sentMs > refusedMs;
      if (facts.pauseMs !== undefined) pausedUntilMs = Math.max(pausedUntilMs, nowMs + facts.pauseMs);
      if (isNews && !isUnclear) refusedMs = nowMs;
      else if (isNews) {
        answered = window.answered(nowMs);
        refusedMs = nowMs;
        guess = { requests: Math.max(fewestGuessed, answered), sinceMs: nowMs };
      } else if (guess?.sinceMs === refusedMs && isOfGuess(sent) && !facts.isRefused) {
        // In a burst, refusals may arrive before the answers to the requests ahead of them.
        answered += 1;
        guess = { ...guess, requests: Math.max(fewestGuessed, answered) };
      }
      refresh(nowMs);
    },
    spacingMs(nowMs) {
      refresh(nowMs);
      if (stated !== undefined) return stated.perMs / stated.limit;
      return guess === undefined ? 0 : guessedPerMs / guess.requests;
    },
    pausedMs: (nowMs) => pausedUntilMs - nowMs,
    reserve: (watched, nowMs) => {
      refresh(nowMs);
      return stated === undefined ? 0 : Math.min(watched, Math.floor(stated.limit / 2));
    },
    left(nowMs) {
      refresh(nowMs);
      if (stated === undefined && guess === undefined) return undefined;
      if (nowMs < pausedUntilMs) return 0;
      const left = window.left(nowMs);
      return stated === undefined || nowMs >= stated.resetAtMs ? left : Math.max(0, Math.min(left, stated.remaining));
    },
    stated(nowMs) {
      refresh(nowMs);
      return stated && describeLimit(stated.limit, stated.perMs);
    },
  };
}
