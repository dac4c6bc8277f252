import { getAgent } from '../api/operations.ts';
import { runMany } from '../batches/run-many.ts';
import type { AgentRequests, RunOutcome } from '../batches/types.ts';
import { checkAgentDefaults, withDefaults } from '../config/validate-options.ts';
import { checkId } from '../config/validators.ts';
import { callOnce } from '../core/call-once.ts';
import type { Core } from '../core/types.ts';
import { traced } from '../errors/caller-trace.ts';
import type { AgentDetails, AgentRequest, CompletedSummary, CompletedTask, Task } from '../models.ts';
import type { ManyOptions } from '../options/batch-options.ts';
import type {
  AgentDefaults,
  InvokeOptions,
  RequestOptions,
  RunOptions,
  StreamOptions,
  ThreadOptions,
} from '../options/call-options.ts';
import type { MaybeOutput, OutputSchema } from '../output/output-schema.ts';
import { openTaskStream } from '../streaming/task-stream.ts';
import type { TaskStream } from '../streaming/types.ts';
import { invokeAgent, invokeAgentAsync, runAgent } from '../verbs/run.ts';
import { createThread, type Thread } from './threads.ts';

/** The verbs of {@link Agents} for one agent, with default options. */
export interface Agent {
  readonly id: string;
  /** Reads the agent with all its settings. */
  get(options?: RequestOptions): Promise<AgentDetails>;
  /** Runs the agent with one request that stays open until the run has ended. See {@link Agents.invoke}. */
  invoke<T>(
    request: AgentRequest,
    options: RunOptions & { output: OutputSchema<T> },
  ): Promise<CompletedTask & { output: T }>;
  invoke(request: AgentRequest, options?: RunOptions): Promise<CompletedTask>;
  /** Starts a run and returns its task, without waiting for the end. See {@link Agents.invokeAsync}. */
  invokeAsync(request: AgentRequest, options?: InvokeOptions): Promise<Task>;
  /** Starts a run and waits for its end, ten minutes by default (`deadlineMs`). See {@link Agents.run}. */
  run<T>(
    request: AgentRequest,
    options: RunOptions & { output: OutputSchema<T> },
  ): Promise<CompletedTask & { output: T }>;
  run(request: AgentRequest, options?: RunOptions): Promise<CompletedTask>;
  /** Starts a run at once and streams it. See {@link Agents.stream}. */
  stream<T>(
    request: AgentRequest,
    options: StreamOptions & { output: OutputSchema<T> },
  ): TaskStream<CompletedTask & { output: T }>;
  stream(request: AgentRequest, options?: StreamOptions): TaskStream;
  /** Runs the agent on many requests, and returns the outcomes as they come. See {@link Agents.runMany}. */
  runMany<T>(
    requests: AgentRequests,
    options: ManyOptions & { output: OutputSchema<T> },
  ): AsyncIterable<RunOutcome<CompletedTask & { output: T }>>;
  runMany(
    requests: AgentRequests,
    options: ManyOptions & { detail: 'summary' },
  ): AsyncIterable<RunOutcome<CompletedSummary>>;
  runMany(requests: AgentRequests, options?: ManyOptions): AsyncIterable<RunOutcome>;
  /**
   * Opens a thread: a new conversation, or the one with this id. Nothing is sent before the first turn.
   *
   * @throws ConfigurationError if the id or an option is invalid.
   */
  thread(id?: string, options?: ThreadOptions): Thread;
}

/** Binds the verbs to one agent. @throws ConfigurationError if the id or a default is invalid. */
export function bindAgent(core: Core, agentId: string, defaults: AgentDefaults = {}): Agent {
  const id = checkId('agentId', agentId);
  checkAgentDefaults(defaults);
  return {
    id,
    thread: (threadId, options) => createThread(core, { agentId: id, defaults }, threadId, options),
    get: (options = {}) =>
      traced(() => callOnce(core, withDefaults(defaults, options, 'request'), (call) => getAgent(core, id, call))),
    invoke: (request: AgentRequest, options: RunOptions & MaybeOutput = {}) =>
      traced(() => invokeAgent(core, { agentId: id, request }, withDefaults(defaults, options, 'run'))),
    invokeAsync: (request, options = {}) =>
      traced(() => invokeAgentAsync(core, { agentId: id, request }, withDefaults(defaults, options, 'invoke'))),
    run: (request: AgentRequest, options: RunOptions & MaybeOutput = {}) =>
      traced(() => runAgent(core, { agentId: id, request }, withDefaults(defaults, options, 'run'))),
    stream: (request: AgentRequest, options: StreamOptions & MaybeOutput = {}) =>
      openTaskStream(core, { agentId: id, request }, withDefaults(defaults, options, 'stream')),
    // The overload that the caller chose knows the type of the outcomes.
    runMany: (requests: AgentRequests, options: ManyOptions & MaybeOutput = {}) =>
      runMany(core, id, requests, withDefaults(defaults, options, 'runMany')) as AsyncIterable<never>,
  };
}
