import type { Operations } from '../api/operations.ts';
import type { Settings } from '../config/settings.ts';
import { checkCallOptions } from '../config/validate-options.ts';
import { createAbandon } from '../core/abandon.ts';
import { type Operation, withDeadline } from '../core/operation.ts';
import type { AgentRequest, CompletedTask, Task } from '../models.ts';
import type { InvokeOptions, RunOptions, StreamOptions, WaitOptions } from '../options/call-options.ts';
import type { MaybeOutput, OutputSchema } from '../output/output-schema.ts';
import { finish, type Settled } from '../output/parse-output.ts';
import type { WaitForEnd } from '../polling/wait-for-one.ts';
import { type Conversation, enter, type Prepared, prepare, threadOf } from '../runs/prepare-run.ts';
import { createStart, noteTask, type Post } from '../runs/start-run.ts';
import type { OpenTaskStream, TaskStream } from '../streaming/task-stream.ts';
import { createEndJudge, type EndMark } from '../tasks/end-detection.ts';
import { refusePaused } from '../tasks/settle.ts';
import type { TakeTurn } from '../threads/turn-queue.ts';

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

/** The same verbs for those who pass `output` on without knowing its type. */
export interface Verbs {
  invoke(agentId: string, request: AgentRequest, options?: RunOptions & MaybeOutput): Promise<Settled>;
  invokeAsync: Invocations['invokeAsync'];
  run(agentId: string, request: AgentRequest, options?: RunOptions & MaybeOutput): Promise<Settled>;
  stream(agentId: string, request: AgentRequest, options?: StreamOptions & MaybeOutput): TaskStream<Settled>;
}

/** A sync invoke is held open for as long as the agent works: 5 to 30 s and more (api-facts A8). */
const syncTimeoutMs = 240_000;

export function createInvocations(
  operations: Operations,
  waitForEnd: WaitForEnd,
  takeTurn: TakeTurn,
  openTaskStream: OpenTaskStream,
  settings: Settings,
  conversation?: Conversation,
): Verbs {
  const { clock } = settings;
  const start = createStart(operations, clock);
  const abandon = createAbandon(operations);

  /** One turn to its end: the POST, its answer, and looks at the task if the answer was not the end. */
  const complete = async (
    what: Prepared<Task>,
    options: RunOptions & MaybeOutput,
    isEndOfPost: boolean,
  ): Promise<Settled> => {
    const { opened: onTask, lost: onLost } = conversation ?? {};
    const limits = { ...options, onAbandon: abandon(options), onTask, onLost };
    const turn = withDeadline(clock, limits, async (operation) =>
      enter(what, conversation, (entered) => {
        const answerTurn = async (earlier: readonly EndMark[]): Promise<Task> => {
          const { answer, found } = await start({ ...entered, earlier }, options, operation);
          const started = noteTask(operation, found === undefined ? answer : found);
          conversation?.opened(started.id, true);
          await options.onUpdate?.(started);
          // The answer to a sync invoke is this turn's; a record that was read may still be the last one's.
          const isEnd = createEndJudge(isEndOfPost && found === undefined ? [] : earlier);
          return isEnd(started, clock.now()) ? started : waitOn(started, earlier, options, operation);
        };
        return takeTurn(threadOf(entered), options, operation, answerTurn, conversation?.whenBusy);
      }),
    );
    if (conversation) turn.then(conversation.left, conversation.left);
    return finish(await turn, options, clock);
  };

  const waitOn = async (
    task: Task,
    earlier: readonly EndMark[],
    options: WaitOptions,
    operation: Operation,
  ): Promise<Task> => {
    refusePaused(task, options);
    return waitForEnd({ id: task.id, snapshot: task, earlier }, options, operation);
  };

  const stream: Verbs['stream'] = (agentId, request, options = {}) =>
    openTaskStream(() => prepare(settings, operations.invokeStream, agentId, request, options), options, conversation);

  return {
    stream,
    async invoke(agentId, request, options = {}) {
      checkCallOptions(options, 'run');
      const timeoutMs = options.timeoutMs ?? settings.timeoutMs ?? syncTimeoutMs;
      const post: Post = (invocation, call) => operations.invoke(invocation, { ...call, timeoutMs });
      return complete(prepare(settings, post, agentId, request, options), options, true);
    },
    async invokeAsync(agentId, request, options = {}) {
      checkCallOptions(options, 'invoke');
      const what = prepare(settings, operations.invokeAsync, agentId, request, options);
      return withDeadline(clock, { signal: options.signal, deadlineMs: 0 }, (operation) =>
        takeTurn(threadOf(what), options, operation, async (earlier) => {
          const { answer, found } = await start({ ...what, earlier }, options, operation);
          return noteTask(operation, found === undefined ? answer : found);
        }),
      );
    },
    async run(agentId, request, options = {}) {
      checkCallOptions(options, 'run');
      if (options.via === 'stream') return stream(agentId, request, options).finalTask();
      return complete(prepare(settings, operations.invokeAsync, agentId, request, options), options, false);
    },
  };
}
