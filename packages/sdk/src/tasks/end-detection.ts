import type { Task } from '../models.ts';
import { finalStatus, normalizeStatus } from './task-status.ts';

/** What tells one end of a task record from another, small enough to be kept for many threads. */
export interface EndMark {
  readonly finishedAt: string | undefined;
  /** The status and a digest of the result. */
  readonly outcome: string;
  /** A digest of what was asked. */
  readonly question: string;
}

/** The mark of a task that has ended; `undefined` for one that has not. */
export function markEnd(task: Task): EndMark | undefined {
  const status = finalStatus(task.status);
  if (status === undefined) return undefined;
  return {
    finishedAt: task.finished_at ?? undefined,
    outcome: `${status} ${digest(task.result)}`,
    question: digest(task.input?.text),
  };
}

/** Whether the task was asked what the end answers. */
export function asks(task: Task, { question }: EndMark): boolean {
  return digest(task.input?.text) === question;
}

/** After this long unmoved, an end whose stamp did not move is one all the same, if anything else speaks for it. */
const settledAfterMs = 15_000;

/** Judges snapshots of one id, in the order in which they were read. */
export type EndJudge = (snapshot: Task, nowMs: number) => boolean;

/**
 * Tells whether a snapshot shows this turn's end.
 *
 * A thread reuses one task record for all its turns (api-facts E), so that for a moment after a turn began, the record
 * may still show the end of a turn before. `earlier` are those ends: an end counts only when it is none of them.
 * `isSeenRunning` tells that a read has shown the turn running.
 */
export function createEndJudge(earlier: readonly EndMark[], isSeenRunning = false): EndJudge {
  let sawRunning = isSeenRunning;
  let unmoved: { readonly json: string; readonly fromMs: number } | undefined;
  return (snapshot, nowMs) => {
    const mark = markEnd(snapshot);
    if (mark === undefined) {
      sawRunning ||= normalizeStatus(snapshot.status) !== undefined;
      return false;
    }
    if (earlier.every((other) => isAnother(mark, other, sawRunning))) return true;
    const json = JSON.stringify(mark);
    if (unmoved?.json !== json) unmoved = { json, fromMs: nowMs };
    const speaksForIt = sawRunning || earlier.every((other) => hasOtherContent(mark, other));
    return speaksForIt && nowMs - unmoved.fromMs >= settledAfterMs;
  };
}

function isAnother(mark: EndMark, other: EndMark, sawRunning: boolean): boolean {
  if (mark.finishedAt && other.finishedAt) return !isSameInstant(mark.finishedAt, other.finishedAt);
  if (mark.finishedAt) return true;
  return sawRunning || mark.outcome !== other.outcome;
}

/** No proof by itself: a record may be rewritten piece by piece. */
function hasOtherContent(mark: EndMark, other: EndMark): boolean {
  return mark.outcome !== other.outcome || mark.question !== other.question;
}

/** Compares to the precision of the coarser stamp: the same end may be printed with fewer digits. */
function isSameInstant(left: string, right: string): boolean {
  const [a, b] = [parseInstant(left), parseInstant(right)];
  if (a === undefined || b === undefined) return left === right;
  const digits = Math.min(a.fraction.length, b.fraction.length);
  return a.seconds === b.seconds && a.fraction.slice(0, digits) === b.fraction.slice(0, digits);
}

/** The instant in milliseconds since the epoch; `undefined` for what is no stamp. */
export function parseStampMs(stamp: string): number | undefined {
  const instant = parseInstant(stamp);
  return instant && (instant.seconds + Number(`0.${instant.fraction || 0}`)) * 1000;
}

/** A stamp without a zone is UTC (api-facts A4). `Date` keeps three digits of the six, so the fraction is kept as text. */
function parseInstant(stamp: string): { seconds: number; fraction: string } | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d+))? *(Z|[+-]\d\d:?\d\d)?$/i.exec(stamp.trim());
  if (parts === null) return undefined;
  const [, day, time, fraction = '', zone = 'Z'] = parts;
  const seconds = Date.parse(`${day}T${time}${zone.toUpperCase()}`) / 1000;
  return Number.isNaN(seconds) ? undefined : { seconds, fraction };
}

/** Enough to notice another text (FNV-1a): a record is compared with the one before it, not with all there are. */
function digest(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return `${text.length}-${hash >>> 0}`;
}
