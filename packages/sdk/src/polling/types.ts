import type { Purpose } from '../budget/types.ts';
import type { Core } from '../core/types.ts';
import type { Task, TaskSummary } from '../models.ts';
import type { RequestOptions } from '../options/call-options.ts';

/** Polls one task for one wait. */
export interface TaskPoll {
  /** Reads the task. Returns `undefined` after a failure that the wait can outlast. */
  read(priority: () => Purpose): Promise<Task | undefined>;
  /**
   * Reports a snapshot that was read. Returns the task if it has ended, whatever the end is.
   *
   * @throws TaskPausedError when the task is paused, unless `onPaused` is `"wait"`.
   */
  judge(read: Task | undefined): Promise<Task | undefined>;
  /** Reports a snapshot that comes from a list. */
  note(task: Task): Promise<void>;
}

/** When a task was last heard of, and how much later a poll of it alone would be due. */
export interface PollTimes {
  readonly knownMs: number;
  readonly delayMs: number;
}

/** Decides when the next scan of the list is worth its requests. */
export interface ListSchedule {
  /** When the next scan is due for these tasks. */
  nextMs(tasks: readonly PollTimes[]): number;
  /** Whether the list tells enough for its tasks to wait for the next scan. */
  isUseful(): boolean;
  /** Records a scan: how many pages it read, and of how many of its tasks it told anything. */
  scanned(nowMs: number, pages: number, told: number, tasks: number): void;
}

/** How far the list is believed when it shows a task as running. */
export interface ListTrust {
  /** Whether it is believed at all. */
  isGood(): boolean;
  /** How long it is believed about one task before the task's own record is read. */
  forMs(): number;
  /** Records that the list showed an end. */
  confirmed(): void;
  /** Records that the list still showed a task as running that had ended. */
  missed(): void;
}

/** A task to look for in the list. */
export interface ScanTarget {
  readonly id: string;
  /** In an ordered list, rows that changed before this instant tell nothing about the task. */
  readonly floorMs: number;
}

/** What one scan of the list found. */
export interface ListScan {
  /** The rows of the targets that were found. */
  readonly rows: ReadonlyMap<string, TaskSummary>;
  /** How many pages were read. */
  readonly pages: number;
  /** When the topmost row last changed; `undefined` unless all rows that were read are in order. */
  readonly topMs: number | undefined;
  /** The rows that were not read last changed at this instant or earlier. */
  readonly bottomMs: number;
}

/** What the waits of a client share that are watched together. Plain data. */
export interface WatchBoard {
  /** When each one was last active; the newest last. */
  readonly tasks: Map<PolledTask, number>;
  /** When the next scan is due, as computed at `madeMs`. */
  plan:
    | { readonly madeMs: number; readonly scans: number; readonly newest: PolledTask; readonly nextScanMs: number }
    | undefined;
  readonly schedule: ListSchedule;
  readonly trust: ListTrust;
  readonly horizon: ListHorizon;
  /** The last scan, its number, and what instant of the server's it is complete to. */
  latest:
    | { readonly scan: ListScan; readonly number: number; readonly startedMs: number; readonly completeMs: number }
    | undefined;
  /** The scan that one of the waits makes. */
  scanning: { readonly startedMs: number; patienceEndsMs: number; aliveUntilMs: number } | undefined;
  /** How many scans have begun. */
  scans: number;
  /** When the record of a task was last read although the list shows it. */
  checkedMs: number;
}

/** Tells up to which instant of the server's clock an ordered list shows every change. */
export interface ListHorizon {
  of(scan: ListScan, startedMs: number): number;
  passed(scan: ListScan, nowMs: number): void;
}

/** How one `runMany` or `waitAll` waits for its tasks. */
export interface GroupOptions extends Pick<RequestOptions, 'timeoutMs' | 'headers'> {
  /** The agent of all tasks, when the caller knows it. */
  readonly agentId?: string | undefined;
  readonly detail?: 'task' | 'summary' | undefined;
}

/** What the polled tasks of one group share. */
export interface GroupContext {
  readonly core: Core;
  readonly options: GroupOptions;
  readonly trust: ListTrust;
  /** Called when a request or a callback about a task is over, so that the group plans anew. */
  readonly changed: () => void;
  /** Called while the read of a task's record queues, so that the task learns what the list has shown meanwhile. */
  readonly glance?: () => void;
}

/** One of many tasks that are waited for together. */
export interface PolledTask extends PollTimes {
  readonly id: string;
  readonly agentId: string | null | undefined;
  /** The task at its end. */
  readonly end: Promise<Task>;
  /** Whether something about the task is under way. Nothing else begins meanwhile: the caller's callback may take long. */
  readonly isBusy: boolean;
  /** Whether its record is being read. */
  readonly isReading: boolean;
  /** The list shows that it has ended or is paused, so its record has to be read. */
  readonly isFinishing: boolean;
  /** The list does not show it, or shows it wrongly. */
  readonly isUnlisted: boolean;
  /** When a read of its record last began. */
  readonly askedMs: number;
  /** Until when the list is believed about it. After that, its record is read. */
  trustedUntilMs(): number;
  /** In an ordered list, rows that changed before this instant of the server's tell nothing about it. */
  floorMs(): number;
  /** When its record has to be read for the last time before the deadline. `Infinity` if nothing can hold the read up. */
  lastReadMs(): number;
  /** Reads its record. */
  ask(): void;
  /** Resolves when nothing about the task is under way. */
  idle(): Promise<void>;
  /** Whether a scan tells anything about it. */
  isToldBy(scan: ListScan): boolean;
  /** Ends the wait, because its caller has left. */
  leave(): void;
  /** Learns from a scan that began at `startedMs` and shows every change up to `completeMs`. Returns whether it told anything. */
  learn(scan: ListScan, startedMs: number, completeMs: number): boolean;
}
