import type { Operations } from '../api/operations.ts';
import { TaskPausedError } from '../errors/run-errors.ts';
import type { AgentRequest, CompletedTask, Task } from '../models.ts';
import type { InvokeOptions, RunOptions, StreamOptions, WaitOptions } from '../options.ts';
import type { Settings } from '../settings.ts';
import { checkCallOptions } from '../validation.ts';
import { createAbandon } from './abandon.ts';
import { type Operation, withDeadline } from './operation.ts';
import { type Conversation, enter, type Prepared, prepare, threadOf } from './prepare.ts';
import { settle } from './settle.ts';
import { createStart, noteTask, type Post } from './start.ts';
import { normalizeStatus } from './task-status.ts';
import type { OpenTaskStream, TaskStream } from './task-stream.ts';
import { createEndJudge, type EndMark } from './turn-end.ts';
import type { TakeTurn } from './turns.ts';
import type { WaitForEnd } from './wait.ts';

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
   * @throws TaskFailedError when the task ends as `failed`, `error` or `stopped`.
   * @throws AmbiguousInvocationError when the request failed after it may have started a run. It is not sent again.
   * @throws TaskPausedError when the task waits for a person, unless `onPaused` is `"wait"`.
   * @throws DeadlineError when `deadlineMs` passes first. A run that had started goes on.
   */
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
   */
  stream(agentId: string, request: AgentRequest, options?: StreamOptions): TaskStream;
}

/** The end of a run whose events nobody reads: of a pause, its caller is told as by a wait. */
async function finish(stream: TaskStream, { onPaused }: RunOptions): Promise<CompletedTask> {
  for await (const event of stream) {
    if (event.type !== 'task_updated' || (event.task_id ?? stream.taskId) !== stream.taskId) continue;
    if (normalizeStatus(event.data.status) === 'paused' && onPaused !== 'wait') throw new TaskPausedError(event.data);
  }
  return stream.finalTask();
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
): Invocations {
  const { clock } = settings;
  const start = createStart(operations, clock);
  const abandon = createAbandon(operations);

  /** One turn to its end: the POST, its answer, and looks at the task if the answer was not the end. */
  const complete = async (what: Prepared<Task>, options: RunOptions, isEndOfPost: boolean): Promise<CompletedTask> => {
    const limits = { ...options, onAbandon: abandon(options), onTask: conversation?.opened };
    const turn = withDeadline(clock, limits, async (operation) =>
      enter(what, conversation, (entered) => {
        const answerTurn = async (earlier: readonly EndMark[]): Promise<Task> => {
          const { answer, found } = await start({ ...entered, earlier }, options, operation);
          const started = noteTask(operation, found === undefined ? answer : found);
          await options.onUpdate?.(started);
          // The answer to a sync invoke is this turn's; a record that was read may still be the last one's.
          const isEnd = createEndJudge(isEndOfPost && found === undefined ? [] : earlier);
          return isEnd(started, clock.now()) ? started : waitOn(started, earlier, options, operation);
        };
        return takeTurn(threadOf(entered), options, operation, answerTurn, conversation?.whenBusy);
      }),
    );
    if (conversation) turn.then(() => conversation.left(), conversation.left);
    const task = await turn;
    return settle(task);
  };

  const waitOn = async (
    task: Task,
    earlier: readonly EndMark[],
    options: WaitOptions,
    operation: Operation,
  ): Promise<Task> => {
    if (normalizeStatus(task.status) === 'paused' && options.onPaused !== 'wait') throw new TaskPausedError(task);
    return waitForEnd({ id: task.id, snapshot: task, earlier }, options, operation);
  };

  const stream: Invocations['stream'] = (agentId, request, options = {}) =>
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
      if (options.via === 'stream') return finish(stream(agentId, request, options), options);
      return complete(prepare(settings, operations.invokeAsync, agentId, request, options), options, false);
    },
  };
}
