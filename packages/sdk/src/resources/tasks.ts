import { deleteTask, getFullThread, getTask, getThread, listTasks, stopTask } from '../api/operations.ts';
import type { Pages } from '../api/pagination.ts';
import type { OperationCall } from '../api/types.ts';
import type { TaskRefs, WaitOutcome } from '../batches/types.ts';
import { waitForAll } from '../batches/wait-all.ts';
import { idOf } from '../core/awaited-task.ts';
import { callOnce } from '../core/call-once.ts';
import type { Core } from '../core/types.ts';
import { traced } from '../errors/caller-trace.ts';
import type {
  CompletedSummary,
  CompletedTask,
  Task,
  TaskQuery,
  TaskRef,
  TaskSummary,
  ThreadMessage,
} from '../models.ts';
import type { WaitAllOptions } from '../options/batch-options.ts';
import type { RequestOptions, StreamOptions, WaitOptions } from '../options/call-options.ts';
import type { MaybeOutput, OutputSchema } from '../output/output-schema.ts';
import { followTask } from '../streaming/follow-task.ts';
import type { TaskStream } from '../streaming/types.ts';
import { toThreadMessage } from '../tasks/thread-message.ts';
import { waitForTask } from '../verbs/wait.ts';
import { deleteOnce } from './delete-once.ts';
import { listPages } from './list-pages.ts';

/** Reads tasks and waits for them. A task is plain data: any process can wait for it by its id. */
export interface Tasks {
  /**
   * Reads a task as it is now. In a thread, the task shows the latest turn.
   *
   * @throws ApiError with code `not_found` if the key's organization has no such task.
   */
  get(task: TaskRef, options?: RequestOptions): Promise<Task>;

  /**
   * Waits until a task has ended, ten minutes by default (`deadlineMs`). Resolves only if it completed.
   *
   * A wait that ends early does not stop the task: wait again with the same id, in any process. If another client has
   * started the latest turn of the id, pass `since`; otherwise the end of the turn before may be returned. Rejects when
   * the task is paused, unless `onPaused` is `"wait"`.
   *
   * @example
   * const task = await xpander.agents.invokeAsync(agentId, 'Generate a market report');
   * const { result } = await xpander.tasks.wait(task, { deadlineMs: 120_000 });
   *
   * @throws TaskFailedError when the task ends as `failed`, `error` or `stopped`.
   * @throws TaskPausedError when the task is paused.
   * @throws DeadlineError when `deadlineMs` passes first.
   * @throws OutputError when the answer does not match `output`.
   */
  wait<T>(task: TaskRef, options: WaitOptions & { output: OutputSchema<T> }): Promise<CompletedTask & { output: T }>;
  wait(task: TaskRef, options?: WaitOptions): Promise<CompletedTask>;

  /**
   * Follows a run that was started elsewhere: the interface of a stream over polls, because the API has no events for it.
   *
   * Reading it yields `task_updated` for each changed snapshot, and `task_finished` at the end. `textStream()` yields the
   * result. The task is polled while the stream is read, as by `wait`; nothing is started. Deadline, abort, `output` and
   * pauses are those of a stream: a pause does not end the loop over the events, and rejects `textStream()` and
   * `finalTask()`. Options that concern the start of a run or a connection have no effect.
   *
   * @example
   * for await (const event of xpander.tasks.follow(taskId)) {
   *   if (event.type === 'task_updated') console.log(event.data.status);
   * }
   *
   * @throws ApiError from the loop, with code `not_found`, if there is no such task.
   * @throws DeadlineError from the loop when `deadlineMs` passes first. The run goes on.
   */
  follow<T>(
    task: TaskRef,
    options: StreamOptions & { output: OutputSchema<T> },
  ): TaskStream<CompletedTask & { output: T }>;
  follow(task: TaskRef, options?: StreamOptions): TaskStream;

  /**
   * Waits for many tasks with few requests, and returns the outcomes in the order in which they end.
   *
   * Takes ids and tasks from any iterable. An error of one task is its outcome's `error`, as `wait` would throw it, and
   * does not affect the others. Only a rejected key (401) ends the waits for all remaining tasks, with that error. A
   * task that is named twice is polled once, and has two outcomes.
   *
   * The list of tasks shows which tasks have ended; each of them is then read once. With `detail: "summary"`, the rows
   * of the list are the outcomes. Leaving the loop ends the polls; the tasks go on.
   *
   * @example
   * for await (const { id, task, error } of xpander.tasks.waitAll(ids, { deadlineMs: 3_600_000 })) {
   *   console.log(id, task ? task.result : error);
   * }
   *
   * @throws ConfigurationError from the loop, if `tasks` is not a list or an option is invalid. After an abort, the
   * loop rejects with the signal's own reason.
   */
  waitAll(
    tasks: TaskRefs,
    options: WaitAllOptions & { detail: 'summary' },
  ): AsyncIterable<WaitOutcome<CompletedSummary>>;
  waitAll(tasks: TaskRefs, options?: WaitAllOptions): AsyncIterable<WaitOutcome>;

  /**
   * Lists tasks, usually the latest changes first. Reads the next page when the iteration needs it.
   *
   * The members of `query` have the API's names: `status`, `agent_id`, `parent_task_id`, `from_date`, `per_page`, …
   *
   * @example
   * for await (const row of xpander.tasks.list({ status: 'failed' })) console.log(row.id, row.title);
   */
  list(query?: TaskQuery, options?: RequestOptions): Pages<TaskSummary>;

  /**
   * Stops a running task and returns it. A task that has ended stays as it is.
   *
   * It may take some seconds until the task has ended: wait for it with `tasks.wait`, which then rejects with a
   * `TaskFailedError` of status `stopped`.
   */
  stop(task: TaskRef, options?: RequestOptions): Promise<Task>;

  /** Deletes a task permanently, with its result, history and sub-tasks. A running task is cancelled first. */
  delete(task: TaskRef, options?: RequestOptions): Promise<void>;

  /** Reads the messages of the task's thread, oldest first. */
  messages(task: TaskRef, options?: RequestOptions): Promise<ThreadMessage[]>;

  /** Reads the messages of the task, under `root`, and of each sub-task, under its id. */
  fullThread(task: TaskRef, options?: RequestOptions): Promise<Record<string, ThreadMessage[]>>;
}

export function createTasks(core: Core): Tasks {
  /** Sends the request of a verb that is about one task. */
  const callAbout = <T>(
    task: TaskRef,
    options: RequestOptions,
    send: (id: string, call: OperationCall) => Promise<T>,
  ): Promise<T> => {
    const id = idOf(task);
    return callOnce(core, options, (call) => send(id, call));
  };

  return {
    get: (task, options = {}) =>
      traced(async () => {
        const found = await callAbout(task, options, (id, call) => getTask(core, id, call));
        core.threads.note(found, core.settings.clock.now());
        return found;
      }),
    wait: (task: TaskRef, options: WaitOptions & MaybeOutput = {}) => traced(() => waitForTask(core, task, options)),
    follow: (task: TaskRef, options: StreamOptions & MaybeOutput = {}) => followTask(core, task, options),
    // The overload that the caller chose knows the type of the outcomes.
    waitAll: (tasks: TaskRefs, options: WaitAllOptions = {}) =>
      waitForAll(core, tasks, options) as AsyncIterable<never>,
    list: (query = {}, options = {}) => listPages(core, query, options, (page, call) => listTasks(core, page, call)),
    stop: (task, options = {}) => traced(async () => callAbout(task, options, (id, call) => stopTask(core, id, call))),
    delete: (task, options = {}) =>
      traced(async () =>
        callAbout(task, options, (id, call) => deleteOnce(call, (repeatable) => deleteTask(core, id, repeatable))),
      ),
    messages: (task, options = {}) =>
      traced(async () => {
        const messages = await callAbout(task, options, (id, call) => getThread(core, id, call));
        return messages.map(toThreadMessage);
      }),
    fullThread: (task, options = {}) =>
      traced(async () => {
        const threads = await callAbout(task, options, (id, call) => getFullThread(core, id, call));
        const entries = Object.entries(threads);
        return Object.fromEntries(entries.map(([name, messages]) => [name, messages.map(toThreadMessage)] as const));
      }),
  };
}
