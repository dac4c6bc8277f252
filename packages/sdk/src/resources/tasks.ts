import { deleteTask, getFullThread, getTask, getThread, listTasks, stopTask } from '../api/operations.ts';
import { createPages, type Pages } from '../api/pagination.ts';
import type { OperationCall } from '../api/types.ts';
import type { TaskRefs, WaitOutcome } from '../batches/types.ts';
import { waitForAll } from '../batches/wait-all.ts';
import { checkQuery } from '../config/validate-options.ts';
import { callOnce } from '../core/call-once.ts';
import type { Core } from '../core/types.ts';
import { ApiError } from '../errors/api-error.ts';
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
import type { RequestOptions, WaitOptions } from '../options/call-options.ts';
import type { MaybeOutput, OutputSchema } from '../output/output-schema.ts';
import { toThreadMessage } from '../tasks/thread-message.ts';
import { idOf, waitForTask } from '../verbs/wait.ts';

/** Reads tasks and waits for them. A task is plain data: wait for it in any process, by its id. */
export interface Tasks {
  /**
   * Reads a task as it is now.
   *
   * In a thread, the record shows the latest turn.
   *
   * @throws ApiError with code `not_found` when the key's organization has no such task.
   */
  get(task: TaskRef, options?: RequestOptions): Promise<Task>;

  /**
   * Waits until a task has ended, and resolves only if it ended well.
   *
   * Giving up does not stop the task: wait again with the same id, from any process. On an id whose latest turn another
   * client has started, pass `since`, or the end of the turn before may be taken for it.
   *
   * @example
   * const task = await xpander.agents.invokeAsync(agentId, 'Generate a market report');
   * const { result } = await xpander.tasks.wait(task, { deadlineMs: 120_000 });
   *
   * @throws TaskFailedError when the task ends as `failed`, `error` or `stopped`.
   * @throws TaskPausedError when it waits for a person, unless `onPaused` is `"wait"`.
   * @throws DeadlineError when `deadlineMs` passes first.
   * @throws OutputError when the answer does not fit `output`.
   */
  wait<T>(task: TaskRef, options: WaitOptions & { output: OutputSchema<T> }): Promise<CompletedTask & { output: T }>;
  wait(task: TaskRef, options?: WaitOptions): Promise<CompletedTask>;

  /**
   * Waits for many tasks, with few requests, and gives the outcome of each as it comes.
   *
   * Takes ids and tasks, from anything that can be iterated, and watches them while the outcomes are read. What went
   * wrong with one is its outcome's `error`, as `wait` would throw it, and does not touch the others; only a refused
   * key (401) is the error of all that are left. A task that is named twice is watched once, and has two outcomes.
   * Reading the list of tasks tells which have ended; each of those is then read once. With `detail: "summary"` the list's rows are the outcomes.
   *
   * Leaving the loop stops watching; the tasks go on.
   *
   * @example
   * for await (const { id, task, error } of xpander.tasks.waitAll(ids, { deadlineMs: 3_600_000 })) {
   *   console.log(id, task ? task.result : error);
   * }
   *
   * @throws ConfigurationError from the loop, for what is no list, or an option that cannot be meant. After an abort the
   * loop rejects with the signal's own reason.
   */
  waitAll(
    tasks: TaskRefs,
    options: WaitAllOptions & { detail: 'summary' },
  ): AsyncIterable<WaitOutcome<CompletedSummary>>;
  waitAll(tasks: TaskRefs, options?: WaitAllOptions): AsyncIterable<WaitOutcome>;

  /**
   * Lists tasks, those that changed last first, reading page after page as it is iterated.
   *
   * Members of `query` are named as on the wire: `status`, `agent_id`, `parent_task_id`, `from_date`, `per_page`, …
   *
   * @example
   * for await (const row of xpander.tasks.list({ status: 'failed' })) console.log(row.id, row.title);
   */
  list(query?: TaskQuery, options?: RequestOptions): Pages<TaskSummary>;

  /**
   * Stops a task that is still running, and returns it. A task that has ended stays as it is.
   *
   * A worker may need some seconds: `tasks.wait` then rejects with a `TaskFailedError` of status `stopped`.
   */
  stop(task: TaskRef, options?: RequestOptions): Promise<Task>;

  /** Erases a task with its result, its history and its sub-tasks; one that is running is cancelled first. It cannot be undone. */
  delete(task: TaskRef, options?: RequestOptions): Promise<void>;

  /** The messages of the task's thread, oldest first. */
  messages(task: TaskRef, options?: RequestOptions): Promise<ThreadMessage[]>;

  /** The messages of the task under `root`, and those of each sub-task under its id. */
  fullThread(task: TaskRef, options?: RequestOptions): Promise<Record<string, ThreadMessage[]>>;
}

export function createTasks(core: Core): Tasks {
  /** Makes the one request of a verb about one task. */
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
    // The overload that the caller chose knows the type of the outcomes.
    waitAll: (tasks: TaskRefs, options: WaitAllOptions = {}) =>
      waitForAll(core, tasks, options) as AsyncIterable<never>,
    list: (query = {}, options = {}) =>
      createPages(query, (page) =>
        traced(async () => {
          checkQuery(query);
          return callOnce(core, options, (call) => listTasks(core, { ...query, page }, call));
        }),
      ),
    stop: (task, options = {}) => traced(async () => callAbout(task, options, (id, call) => stopTask(core, id, call))),
    delete: (task, options = {}) =>
      traced(async () => callAbout(task, options, (id, call) => deleteOnce(core, id, call))),
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

/** A repeated DELETE that answers 404 has succeeded: the first one deleted the task, and its answer was lost. */
async function deleteOnce(core: Core, id: string, call: OperationCall): Promise<void> {
  let isRepeated = false;
  const onState: OperationCall['onState'] = (state) => {
    isRepeated ||= state === 'pausing';
  };
  try {
    await deleteTask(core, id, { ...call, onState });
  } catch (error) {
    if (!(isRepeated && error instanceof ApiError && error.status === 404)) throw error;
  }
}
