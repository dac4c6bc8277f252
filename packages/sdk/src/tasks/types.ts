import type { Task } from '../models.ts';

/** Identifies one end of a task record, in few bytes: a client keeps some for each of its threads. */
export interface EndMark {
  readonly finishedAt: string | undefined;
  /** The status and a digest of the result. */
  readonly outcome: string;
  /** A digest of the input text. */
  readonly question: string;
  /** Whether an event has told the end, without the timestamp. */
  readonly isTold?: boolean;
}

/** Decides for each snapshot of one id, in the order of the reads, whether it shows the end that is waited for. */
export type EndDetector = (snapshot: Task, nowMs: number) => boolean;

/** The texts that identify a turn in the record of its thread. */
export interface TurnText {
  /** The text that was sent. */
  readonly sent: string | null | undefined;
  /** The text of the server's own answer to the POST, once it is known. */
  answered?: string | null | undefined;
}
