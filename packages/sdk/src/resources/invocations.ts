import type { AgentRequest, CompletedTask, Task } from '../models.ts';
import type { InvokeOptions, RunOptions, StreamOptions } from '../options/call-options.ts';
import type { OutputSchema } from '../output/output-schema.ts';
import type { TaskStream } from '../streaming/types.ts';

/** Starts runs of agents. */
export interface Invocations {
  /**
   * Runs the agent with one request that stays open until the run has ended.
   *
   * Use it for short runs only: gateways cut long requests, and then it is unknown whether the run goes on. When in
   * doubt, use {@link Invocations.run}. If the answer shows a task that has not ended, the task is polled.
   *
   * @throws TaskFailedError when the task ends as `failed`, `error` or `stopped`, even if the HTTP status was 200.
   * @throws OutputError when the run completed, but its answer does not match `output`.
   * @throws AmbiguousInvocationError when the request failed after it may have started a run. It is not sent again.
   * @throws TaskPausedError when the task is paused, unless `onPaused` is `"wait"`.
   * @throws DeadlineError when `deadlineMs` passes first. A run that had started goes on.
   */
  invoke<T>(
    agentId: string,
    request: AgentRequest,
    options: RunOptions & { output: OutputSchema<T> },
  ): Promise<CompletedTask & { output: T }>;
  invoke(agentId: string, request: AgentRequest, options?: RunOptions): Promise<CompletedTask>;

  /**
   * Starts a run and returns its task, which is usually `pending`. Any process can wait for it with `tasks.wait`.
   *
   * @throws AmbiguousInvocationError when the request failed after it may have started a run. It is not sent again.
   */
  invokeAsync(agentId: string, request: AgentRequest, options?: InvokeOptions): Promise<Task>;

  /**
   * Starts a run and waits for its end, ten minutes by default. It is the default choice.
   *
   * For longer runs, set `deadlineMs`: the run goes on after a `DeadlineError`, but the call no longer waits for it. For
   * a job that may be repeated after a crash, set `once`: all calls with the same key stand for one run.
   *
   * With `id` in the request, the run is the next turn of that thread: it waits for earlier turns to end, and never
   * returns one of their answers. With a schema as `output`, the agent answers with JSON, and the returned task has it
   * as `output`: parsed, validated and typed. Rejects when the task is paused, unless `onPaused` is `"wait"`.
   *
   * @example
   * const { result } = await xpander.agents.run(agentId, 'Analyze competitor pricing for Q1 2026');
   *
   * @throws TaskFailedError when the task ends as `failed`, `error` or `stopped`.
   * @throws OutputError when the run completed, but its answer does not match `output`.
   * @throws AmbiguousInvocationError when the request failed after it may have started a run. It is not sent again.
   * @throws TaskPausedError when the task, or an earlier turn of its thread, is paused.
   * @throws DeadlineError when `deadlineMs` passes first. A run that had started goes on.
   */
  run<T>(
    agentId: string,
    request: AgentRequest,
    options: RunOptions & { output: OutputSchema<T> },
  ): Promise<CompletedTask & { output: T }>;
  run(agentId: string, request: AgentRequest, options?: RunOptions): Promise<CompletedTask>;

  /**
   * Starts a run at once and streams it: iterate its events or its text, or wait for its end.
   *
   * If the connection breaks, the task is polled instead. While the connection is idle, the task is checked for its end.
   * Either way, the stream ends with `task_finished`. A stream can be iterated once. Iterate it, call `finalTask()`, or
   * `abort()` it; otherwise it holds its connection until the deadline.
   *
   * The event of a pause does not end the loop. `textStream()` and `finalTask()` do not show events: they reject with a
   * `TaskPausedError` when the task is paused, unless `onPaused` is `"wait"`. So does the loop once its connection has
   * broken.
   *
   * @example
   * for await (const text of xpander.agents.stream(agentId, 'Explain it').textStream()) process.stdout.write(text);
   *
   * @throws StreamInterruptedError from the loop when the stream broke before the server sent the task's id.
   * @throws AmbiguousInvocationError from the loop when the request failed after it may have started a run.
   * @throws DeadlineError from the loop when `deadlineMs` passes first. A run that had started goes on.
   */
  stream<T>(
    agentId: string,
    request: AgentRequest,
    options: StreamOptions & { output: OutputSchema<T> },
  ): TaskStream<CompletedTask & { output: T }>;
  stream(agentId: string, request: AgentRequest, options?: StreamOptions): TaskStream;
}
