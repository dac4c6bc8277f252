import type { Clock } from '../options/client-options.ts';

/** What a queueing request is for. `finish` reads a run that has ended or whose deadline is near. */
export type Purpose = 'finish' | 'start' | 'scan' | 'look';

/** A request that was sent, as long as the limit counts it. */
export interface Sent {
  readonly sentMs: number;
  /** The latest instant at which the server may have received it. It counts until a period after this. */
  arrivedMs: number;
}

/** Decides when requests may be sent. */
export interface TokenSource {
  /** Whether requests may have to wait at all. */
  isLimited(nowMs: number): boolean;
  /** When a request may be sent that goes after `ahead` others; an estimate if `ahead` is not 0. */
  readyMs(nowMs: number, ahead: number): number;
  /** Asks for a request to be allowed, where that is decided elsewhere. Resolves when the answer is there. */
  ask?(waiter: Waiter, ahead: number, clock: Clock): Promise<void> | undefined;
  /** Gives up what the waiter has asked for. */
  leave?(waiter: Waiter): void;
  /** Counts a request that is sent now. */
  take(nowMs: number): Sent;
  /** Records that the request has been sent only now, or that its answer has arrived. */
  settle(sent: Sent, nowMs: number, state: 'sent' | 'answered' | 'refused'): void;
  /** Learns from the headers of an answer. */
  note(sent: Sent, facts: LimitFacts, nowMs: number): void;
  /** How many requests starts must leave to the reads of `watched` runs. */
  reserve(watched: number, nowMs: number): number;
  /** The average time between two requests at the full rate, in milliseconds, if it is known. */
  spacingMs(nowMs: number): number;
  /** How long the server has said that it will refuse requests, in milliseconds from now. */
  pausedMs(nowMs: number): number;
  /** How many requests may be sent now, if it is known. */
  left(nowMs: number): number | undefined;
  /** The limit in words, if the caller or the server has stated it. A limit that was guessed turns no call away. */
  stated(nowMs: number): string | undefined;
}

/** What an answer says about the server's limit. */
export interface LimitFacts {
  /** Whether the answer is a 429 that is about the rate. */
  readonly isRefused: boolean;
  /** How long the server will refuse requests. */
  readonly pauseMs: number | undefined;
  readonly limit: number | undefined;
  readonly remaining: number | undefined;
  /** How long until the server's count starts anew. */
  readonly resetMs: number | undefined;
}

/** What a read of the list leaves to other requests, so that those need not wait. */
export interface Leaves {
  readonly requests: number;
  /** Once the read has waited for as long as this many requests take, and no start waits, it leaves none. */
  readonly forRequests: number;
}

/** A request that queues. Plain data: requests of an edge runtime must not wake each other. */
export interface Waiter {
  purpose: Purpose;
  /** Its place among requests of the same purpose. */
  readonly order: number;
  readonly sinceMs: number;
  /** When it checks again. A waiter that is much later has vanished together with its request. */
  wakeMs: number;
  /** How many requests it takes until its run's end is read. */
  readonly cost: number;
  /** When its call gives up; `Infinity` without a deadline. */
  readonly deadlineAtMs: number;
  /** Set for reads of the list. */
  readonly leaves: Leaves | undefined;
}

/** The order in which queueing requests are served. */
export interface RequestQueue {
  readonly size: number;
  /** How many of them read runs that have ended. */
  readonly finishing: number;
  /** How many of them start runs. */
  readonly starting: number;
  /** How many of them read single tasks. */
  readonly looking: number;
  join(purpose: Purpose, nowMs: number, terms: Pick<Waiter, 'cost' | 'deadlineAtMs' | 'leaves'>): Waiter;
  /** Follows a change of the request's purpose. */
  move(waiter: Waiter, purpose: Purpose): void;
  /** How many queueing requests are served before this one, as far as it is known. */
  countAhead(waiter: Waiter, nowMs: number): number;
  /** How many requests the starts ahead of this one take, together with the reads of their ends. */
  workAhead(waiter: Waiter): number;
  leave(waiter: Waiter): void;
  /** Records that the request is sent. */
  serve(waiter: Waiter): void;
}
