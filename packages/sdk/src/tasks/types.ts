import type { Task } from '../models.ts';

/** Identifies one end of a task record, in few bytes: a client keeps some for each of its threads. */
export interface EndMark {
  readonly finishedAt: string | undefined;
  /** The status and a digest of the result. */
  readonly outcome: string;
  /** A digest of the input text. */
  readonly question: string;
}

/** Decides for each snapshot of one id, in the order of the reads, whether it shows the end that is waited for. */
export type EndDetector = (snapshot: Task, nowMs: number) => boolean;
