import type { Task } from '../protocol/models.ts';

/** A task in lists. */
export interface Listed {
  readonly task: Task;
  /** When the task last changed. */
  readonly updatedAt: string;
}

/** Tasks in the order of their last change, the latest first. */
export interface TaskList<T extends Listed> extends Iterable<T> {
  readonly size: number;
}

/** A fact by the name of its query parameter, and its value. */
export type Fact = readonly [name: string, value: unknown];

/** Keeps tasks in the order of their last change, so that no list of them has to be sorted. */
export interface ChangeOrder<T extends Listed> {
  /** Puts a task first in each list to which it now belongs: that of its organization, and one for each fact. */
  putFirst(listed: T): void;
  remove(listed: T): void;
  /** The tasks of an organization: all of them, or those with this fact. */
  list(organizationId: string, fact?: Fact): TaskList<T>;
  clear(): void;
}

/** Which tasks a list shows, and which part of them. */
export interface TaskListQuery {
  readonly organizationId: string;
  /** The validated query. Members that are no filters are ignored. */
  readonly filter: Readonly<Record<string, unknown>>;
  /** Whether tasks of this agent may be listed. Without it, all may. */
  readonly mayList?: ((agentId: string) => boolean) | undefined;
  readonly skip: number;
  readonly take: number;
}

/** A part of a list, and the length of the whole list. */
export interface ListPart<T extends Listed> {
  readonly part: readonly T[];
  readonly total: number;
}
