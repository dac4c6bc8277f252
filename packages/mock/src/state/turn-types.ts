import type { Task } from '../protocol/models.ts';
import type { TurnStream } from './turn-stream.ts';
import type {
  ActivityEntry,
  Invocation,
  PendingDecision,
  RecordContext,
  SteeringMessage,
  StoredMessage,
  TaskRecord,
} from './types.ts';

/** A turn that is about to start. */
export interface NewTurn {
  readonly id: string;
  readonly invocation: Invocation;
  /** The previous turn of the thread. */
  readonly previous: TaskRecord | undefined;
  /** Called when the status of the task has changed, before listeners hear of it. */
  readonly onChanged: () => void;
  /** Called when the task has ended. */
  readonly onEnded: () => void;
}

/** A turn with its task, its messages and its stream. */
export interface Turn extends NewTurn {
  readonly context: RecordContext;
  /** The number of the turn in its thread, from 1. */
  readonly number: number;
  readonly messages: StoredMessage[];
  readonly activity: ActivityEntry[];
  readonly stream: TurnStream;
  /** The messages that wait for the next tool call. */
  readonly waitingSteers: SteeringMessage[];
  /** The messages that have steered the turn. The script reads them. */
  readonly steers: string[];
  task: Task;
  updatedAt: string;
  decision: PendingDecision | undefined;
}
