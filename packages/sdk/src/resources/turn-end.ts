import type { Task } from '../models.ts';
import { finalStatus, normalizeStatus } from './task-status.ts';

/** After this long with an unmoved snapshot, a turn that was seen running has ended even though its stamp did not move. */
const settledAfterMs = 15_000;

/** Judges snapshots of one id, in the order in which they were read. */
export type EndJudge = (snapshot: Task, nowMs: number) => boolean;

/**
 * Tells whether a snapshot shows this turn's end.
 *
 * A thread reuses one task record for all its turns (api-facts E), so that for a moment after a turn began, the record
 * may still show the end of the turn before. `since` is that earlier end: an end counts only when it is another one.
 */
export function createEndJudge(since: Task | undefined): EndJudge {
  let sawRunning = false;
  let unmoved: { readonly json: string; readonly fromMs: number } | undefined;
  return (snapshot, nowMs) => {
    if (finalStatus(snapshot.status) === undefined) {
      sawRunning ||= isRunning(snapshot);
      return false;
    }
    if (since === undefined || finalStatus(since.status) === undefined) return true;
    if (isAnotherEnd(snapshot, since, sawRunning)) return true;
    const json = JSON.stringify(snapshot);
    if (unmoved?.json !== json) unmoved = { json, fromMs: nowMs };
    return sawRunning && nowMs - unmoved.fromMs >= settledAfterMs;
  };
}

function isRunning({ status }: Task): boolean {
  return normalizeStatus(status) !== undefined;
}

function isAnotherEnd(snapshot: Task, since: Task, sawRunning: boolean): boolean {
  const { finished_at: now } = snapshot;
  const { finished_at: before } = since;
  if (now && before) return !isSameInstant(now, before);
  if (now) return true;
  return sawRunning || snapshot.status !== since.status || snapshot.result !== since.result;
}

/** Compares to the precision of the coarser stamp: the same end may be printed with fewer digits. */
function isSameInstant(left: string, right: string): boolean {
  const [a, b] = [parseInstant(left), parseInstant(right)];
  if (a === undefined || b === undefined) return left === right;
  const digits = Math.min(a.fraction.length, b.fraction.length);
  return a.seconds === b.seconds && a.fraction.slice(0, digits) === b.fraction.slice(0, digits);
}

/** A stamp without a zone is UTC (api-facts A4). `Date` keeps three digits of the six, so the fraction is kept as text. */
function parseInstant(stamp: string): { seconds: number; fraction: string } | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d+))? *(Z|[+-]\d\d:?\d\d)?$/i.exec(stamp.trim());
  if (parts === null) return undefined;
  const [, day, time, fraction = '', zone = 'Z'] = parts;
  const seconds = Date.parse(`${day}T${time}${zone.toUpperCase()}`) / 1000;
  return Number.isNaN(seconds) ? undefined : { seconds, fraction };
}
