import type { AgentRequest, CompletedTask, Task } from '../models.ts';
import type { InvokeOptions, RunOptions, StreamOptions } from '../options/call-options.ts';
import type { OutputSchema } from '../output/output-schema.ts';
import type { TaskStream } from '../streaming/types.ts';

/** Starts runs of agents. */
export interface Invocations {
  /**
   * Runs the agent over one request that is held open until the run has ended.
   *
   * For short runs: gateways cut long requests, and a cut one leaves open whether the run goes on. When in doubt, use
   * {@link Invocations.run}. An answer that is no end yet is waited for.
   *
   * @throws TaskFailedError when the task ends as `failed`, `error` or `stopped`, also when the HTTP status was 200.
   * @throws AmbiguousInvocationError when the request failed after it may have started a run. It is not sent again.
   * @throws TaskPausedError when the task waits for a person, unless `onPaused` is `"wait"`.
   * @throws DeadlineError when `deadlineMs` passes first.
   */
  invoke<T>(
    agentId: string,
    request: AgentRequest,
    options: RunOptions & { output: OutputSchema<T> },
  ): Promise<CompletedTask & { output: T }>;
  invoke(agentId: string, request: AgentRequest, options?: RunOptions): Promise<CompletedTask>;

  /**
   * Starts a run and returns at once, with a task that is usually `pending`. Wait for it with `tasks.wait`, in any process.
   *
   * @throws AmbiguousInvocationError when the request failed after it may have started a run. It is not sent again.
   */
  invokeAsync(agentId: string, request: AgentRequest, options?: InvokeOptions): Promise<Task>;

  /**
   * Starts a run and waits for its end: the default way, for runs of seconds and of hours.
   *
   * With `id` in the request, the run is the next turn of that thread: it waits for earlier turns to end, and never
   * returns one of their answers.
   *
   * @example
   * const { result } = await xpander.agents.run(agentId, 'Analyze competitor pricing for Q1 2026');
   *
   * With `output`, a schema, the agent is asked for JSON, and the task carries it: parsed, validated and typed.
   *
   * @throws TaskFailedError when the task ends as `failed`, `error` or `stopped`.
   * @throws OutputError when the run completed and its answer does not fit `output`.
   * @throws AmbiguousInvocationError when the request failed after it may have started a run. It is not sent again.
   * @throws TaskPausedError when the task waits for a person, unless `onPaused` is `"wait"`.
   * @throws DeadlineError when `deadlineMs` passes first. A run that had started goes on.
   */
  run<T>(
    agentId: string,
    request: AgentRequest,
    options: RunOptions & { output: OutputSchema<T> },
  ): Promise<CompletedTask & { output: T }>;
  run(agentId: string, request: AgentRequest, options?: RunOptions): Promise<CompletedTask>;

  /**
   * Starts a run, at once, and follows it: its events, its text, or its end.
   *
   * A stream that breaks or goes silent does not lose the run: the task is read instead, and the stream ends with the
   * same `task_finished`.
   *
   * @example
   * for await (const text of xpander.agents.stream(agentId, 'Explain it').textStream()) process.stdout.write(text);
   *
   * @throws StreamInterruptedError from the loop when the stream broke before it told the task's id.
   * A pause is an event to those who read events. All others, who would wait unaware, get a `TaskPausedError`, unless
   * `onPaused` is `"wait"`: from `finalTask`, `textStream`, and the loop once its connection broke.
   */
  stream<T>(
    agentId: string,
    request: AgentRequest,
    options: StreamOptions & { output: OutputSchema<T> },
  ): TaskStream<CompletedTask & { output: T }>;
  stream(agentId: string, request: AgentRequest, options?: StreamOptions): TaskStream;
}
