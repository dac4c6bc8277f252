import type { TargetKind } from '../api/types.ts';
import { runMany } from '../batches/run-many.ts';
import type { AgentRequests, RunOutcome } from '../batches/types.ts';
import type { Core } from '../core/types.ts';
import { traced } from '../errors/caller-trace.ts';
import type { AgentRequest, CompletedSummary, CompletedTask, Task } from '../models.ts';
import type { ManyOptions } from '../options/batch-options.ts';
import type { InvokeOptions, RunOptions, StreamOptions } from '../options/call-options.ts';
import type { MaybeOutput, OutputSchema } from '../output/output-schema.ts';
import { openTaskStream } from '../streaming/task-stream.ts';
import type { TaskStream } from '../streaming/types.ts';
import { invokeAgent, invokeAgentAsync, runAgent } from '../verbs/run.ts';

/** Starts runs of agents, or of workflows. The first argument is the id of the agent or workflow. */
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
    id: string,
    request: AgentRequest,
    options: RunOptions & { output: OutputSchema<T> },
  ): Promise<CompletedTask & { output: T }>;
  invoke(id: string, request: AgentRequest, options?: RunOptions): Promise<CompletedTask>;

  /**
   * Starts a run and returns its task, which is usually `pending`. Any process can wait for it with `tasks.wait`.
   *
   * @throws AmbiguousInvocationError when the request failed after it may have started a run. It is not sent again.
   */
  invokeAsync(id: string, request: AgentRequest, options?: InvokeOptions): Promise<Task>;

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
    id: string,
    request: AgentRequest,
    options: RunOptions & { output: OutputSchema<T> },
  ): Promise<CompletedTask & { output: T }>;
  run(id: string, request: AgentRequest, options?: RunOptions): Promise<CompletedTask>;

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
    id: string,
    request: AgentRequest,
    options: StreamOptions & { output: OutputSchema<T> },
  ): TaskStream<CompletedTask & { output: T }>;
  stream(id: string, request: AgentRequest, options?: StreamOptions): TaskStream;

  /**
   * Runs the agent on many requests, `concurrency` at a time, and returns the outcomes in the order in which they end.
   *
   * Each request is started as by `run`, but all tasks are waited for together, with few requests. An error of one
   * request is its outcome's `error`, as `run` would throw it, and affects no others. Only a rejected key (401,
   * 403) or a used-up plan stops the batch: the remaining requests get that error and are not sent.
   *
   * Requests may come from any iterable, and are taken as slots become free. An outcome that the loop has not read
   * occupies a slot. Nothing starts before the loop does. After the loop has been left, no more runs are started;
   * started ones go on. If the input throws, the loop rejects with its error after the outcomes of the started runs.
   *
   * @example
   * for await (const { request, task, error } of xpander.agents.runMany(agentId, questions, { concurrency: 20 })) {
   *   console.log(request, task ? task.result : error);
   * }
   *
   * @throws ConfigurationError from the loop, if `requests` is not a list or an option is invalid. After an abort, the
   * loop rejects with the signal's own reason.
   */
  runMany<T>(
    id: string,
    requests: AgentRequests,
    options: ManyOptions & { output: OutputSchema<T> },
  ): AsyncIterable<RunOutcome<CompletedTask & { output: T }>>;
  runMany(
    id: string,
    requests: AgentRequests,
    options: ManyOptions & { detail: 'summary' },
  ): AsyncIterable<RunOutcome<CompletedSummary>>;
  runMany(id: string, requests: AgentRequests, options?: ManyOptions): AsyncIterable<RunOutcome>;
}

export function createInvocations(core: Core, kind: TargetKind): Invocations {
  return {
    invoke: (agentId: string, request: AgentRequest, options: RunOptions & MaybeOutput = {}) =>
      traced(() => invokeAgent(core, { kind, agentId, request }, options)),
    invokeAsync: (agentId, request, options = {}) =>
      traced(() => invokeAgentAsync(core, { kind, agentId, request }, options)),
    run: (agentId: string, request: AgentRequest, options: RunOptions & MaybeOutput = {}) =>
      traced(() => runAgent(core, { kind, agentId, request }, options)),
    stream: (agentId: string, request: AgentRequest, options: StreamOptions & MaybeOutput = {}) =>
      openTaskStream(core, { kind, agentId, request }, options),
    // The overload that the caller chose knows the type of the outcomes.
    runMany: (agentId: string, requests: AgentRequests, options: ManyOptions & MaybeOutput = {}) =>
      runMany(core, { kind, agentId }, requests, options) as AsyncIterable<never>,
  };
}
