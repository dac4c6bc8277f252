import { createRequestQueue } from './request-queue.ts';
import type { RequestQueue, TokenSource, Waiter } from './types.ts';

/** The longest pause of a request that is behind others: they may leave the queue. */
const longestPauseMs = 1_000;
/** Requests far behind pause longer, so that thousands of them do not all check each second. */
const pausePerRequestAheadMs = 5;
const mostCounted = 1_000;

/** What requests to one account share under a limit. Plain data, so that no request waits for another one's timer. */
export interface RequestBudget {
  readonly source: TokenSource;
  readonly queue: RequestQueue;
  /** The runs that are waited for by polls. */
  readonly watched: Set<Watch>;
  /** How long runs have taken until their end was read, by agent. */
  readonly runMs: Map<string, number>;
}

/** A run that is waited for by polls. */
export interface Watch {
  /** When the wait gives up; `Infinity` without a deadline. */
  readonly deadlineAtMs: number;
}

export function createRequestBudget(source: TokenSource): RequestBudget {
  return { source, queue: createRequestQueue(), watched: new Set(), runMs: new Map() };
}

/** How long a waiter has to wait before it may be sent, or before it checks again. */
export function pauseOf({ source, queue, watched }: RequestBudget, waiter: Waiter, nowMs: number): number {
  const ahead = queue.countAhead(waiter, nowMs);
  const kept = keptFrom({ source, queue, watched }, waiter, nowMs);
  const pauseMs = source.readyMs(nowMs, ahead + kept) - nowMs;
  // Behind others, too, a request may be sent if enough of the limit is left for all of them.
  if (ahead === 0 || pauseMs <= 0) return pauseMs;
  // The time is an estimate. Halving it approaches the right one in a few checks.
  const longestMs = Math.max(longestPauseMs, Math.min(ahead, mostCounted) * pausePerRequestAheadMs);
  return Math.max(1, Math.min(pauseMs / 2, longestMs));
}

/** While starts wait, a read of the list leaves requests to them and to their results for as long as so many take. */
const patientRequests = 12;

/** How many requests have to be left when this one is sent. */
function keptFrom(
  { source, queue, watched }: Pick<RequestBudget, 'source' | 'queue' | 'watched'>,
  { purpose, sinceMs, leaves }: Waiter,
  nowMs: number,
): number {
  if (purpose === 'start') return source.reserve(watched.size, nowMs);
  // Reads of single tasks leave none, and would use up what a read of the list leaves.
  if (leaves === undefined || purpose !== 'scan' || queue.looking > 0) return 0;
  const forRequests = queue.starting > 0 ? patientRequests : leaves.forRequests;
  return nowMs - sinceMs < forRequests * source.spacingMs(nowMs) ? leaves.requests : 0;
}

/** The weight of the latest run in the typical one. */
const latestShare = 0.2;
const mostAgents = 1_000;
/** Runs differ. */
const safety = 1.5;
/** A start that has queued for long is given more time, because the last polls of late runs cost more than they bring. */
const slackShare = 0.1;
const longestSlackMs = 5_000;

/** Records how long a run took until its end was read. */
export function noteRun({ runMs }: RequestBudget, agentId: string, ms: number): void {
  const known = runMs.get(agentId);
  if (known === undefined && runMs.size >= mostAgents) runMs.clear();
  runMs.set(agentId, known === undefined ? ms : known + (ms - known) * latestShare);
}

/**
 * How long it takes at least until a start that queues has been sent and its run's end was read. `undefined` unless the
 * limit is certain.
 */
export function leastMsToEnd(
  { source, queue, watched, runMs }: RequestBudget,
  waiter: Waiter,
  agentId: string,
  nowMs: number,
): number | undefined {
  if (source.stated(nowMs) === undefined) return undefined;
  const work = queue.workAhead(waiter);
  // Reads of ends that queue are among those of the runs that are waited for.
  const startWork = work - Math.min(queue.finishing, watched.size);
  const slackMs = Math.min(longestSlackMs, (nowMs - waiter.sinceMs) * slackShare);
  const endMs = source.readyMs(nowMs, work) + (runMs.get(agentId) ?? 0) * safety + slackMs;
  // The ends of runs that are under way have to be read as well, if their deadlines are no later.
  const allReadMs = source.readyMs(nowMs, startWork + watched.size + 1);
  if (allReadMs <= Math.max(endMs, waiter.deadlineAtMs)) return endMs - nowMs;
  const owed = [...watched].filter(({ deadlineAtMs }) => deadlineAtMs <= waiter.deadlineAtMs).length;
  return Math.max(endMs, source.readyMs(nowMs, Math.max(work, startWork + owed) + 1)) - nowMs;
}
