import type { SeenEnd, ThreadState } from '../core/types.ts';
import type { ThreadOptions } from '../options/call-options.ts';
import type { EndMark } from '../tasks/types.ts';

/** What a turn does while another turn runs: it waits, or it rejects. */
export type WhenBusy = NonNullable<ThreadOptions['whenBusy']>;

/** The thread that a turn is for. */
export interface TurnThread {
  readonly state: ThreadState;
  /** The thread's id, if the caller has named it. */
  readonly id: string | undefined;
  readonly whenBusy: WhenBusy;
  /** Whether all calls that queue here are for one run, which they find by its id, and not for turns of their own. */
  readonly isOneRun?: boolean;
  /** Whether the call goes on with the turn that is paused, so that it waits for no other one. */
  readonly resumes?: boolean;
}

/** A turn that may start now. */
export interface Turn {
  /** The thread's id; `undefined` when this turn opens the thread. */
  readonly threadId: string | undefined;
  /** The ends of earlier turns, which the record may show a moment longer. */
  readonly earlier: readonly EndMark[];
  /** Where this turn's end stands, if another call reads it. */
  readonly seen: SeenEnd;
}
