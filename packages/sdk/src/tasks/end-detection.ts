import type { Task } from '../models.ts';
import { finalStatus, isKnownStatus, normalizeStatus } from './task-status.ts';
import { isSameInstant } from './timestamp.ts';
import type { EndDetector, EndMark } from './types.ts';

/** The mark of a task that has ended; `undefined` for a task that has not. */
export function markEnd(task: Task): EndMark | undefined {
  const status = finalStatus(task);
  if (status === undefined) return undefined;
  return {
    finishedAt: task.finished_at ?? undefined,
    outcome: `${status} ${digest(task.result)}`,
    question: digest(task.input?.text),
    ...(toldEnds.has(task) && { isTold: true }),
  };
}

/** The ends of turns that an event other than `task_finished` has told. They lack what only the record has. */
const toldEnds = new WeakSet<object>();

/** Records that this snapshot is made of an event that told the end. */
export function tellEnd(task: Task): Task {
  toldEnds.add(task);
  return task;
}

/** Whether the task's input is the one that the marked end answered. */
export function hasQuestionOf(task: Task, { question }: EndMark): boolean {
  return digest(task.input?.text) === question;
}

/**
 * An end whose timestamp equals an earlier one is accepted after it was seen unchanged for this long, given other
 * evidence.
 */
const settledAfterMs = 15_000;

/**
 * Tells a turn's own end from the end of an earlier turn.
 *
 * A thread reuses one task record for all turns (openapi/FACTS.md#e), so for a moment after a turn has begun the record
 * may still show an earlier end. `earlier` lists those ends: an end counts only when it is none of them.
 * `isSeenRunning` states that a read has shown this turn running.
 */
export function createEndDetector(earlier: readonly EndMark[], isSeenRunning = false): EndDetector {
  let sawRunning = isSeenRunning;
  let unchanged: { readonly json: string; readonly sinceMs: number } | undefined;
  return (snapshot, nowMs) => {
    const mark = markEnd(snapshot);
    const status = normalizeStatus(snapshot.status);
    if (mark !== undefined && earlier.every((other) => isDifferentEnd(mark, other, sawRunning))) return true;
    // A status that is not known is an end only with a new timestamp. With an old one, a turn may be running.
    if (mark === undefined || !isKnownStatus(status)) {
      sawRunning ||= status !== undefined;
      return false;
    }
    const json = JSON.stringify(mark);
    if (unchanged?.json !== json) unchanged = { json, sinceMs: nowMs };
    const hasEvidence = sawRunning || earlier.every((other) => hasOtherContent(mark, other));
    return hasEvidence && nowMs - unchanged.sinceMs >= settledAfterMs;
  };
}

function isDifferentEnd(mark: EndMark, other: EndMark, sawRunning: boolean): boolean {
  if (mark.finishedAt && other.finishedAt) return !isSameInstant(mark.finishedAt, other.finishedAt);
  // The event that told an end has no such timestamp, but the record of the same end has.
  if (mark.finishedAt) return !other.isTold || hasOtherContent(mark, other);
  return sawRunning || mark.outcome !== other.outcome;
}

/** No proof by itself: the server may rewrite a record field by field. */
function hasOtherContent(mark: EndMark, other: EndMark): boolean {
  return mark.outcome !== other.outcome || mark.question !== other.question;
}

/** A short hash (FNV-1a). It is compared only with the hashes of the same record's earlier ends. */
function digest(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return `${text.length}-${hash >>> 0}`;
}
