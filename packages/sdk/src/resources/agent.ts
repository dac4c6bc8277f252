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

/** The verbs of {@link Agents} for one agent, with defaults for their options. */
export interface Agent {
  readonly id: string;
  /** Reads the agent with all its settings. */
  get(options?: RequestOptions): Promise<AgentDetails>;
  /** Runs the agent over one request that is held open until the run has ended. See {@link Agents.invoke}. */
  invoke<T>(
    request: AgentRequest,
    options: RunOptions & { output: OutputSchema<T> },
  ): Promise<CompletedTask & { output: T }>;
  invoke(request: AgentRequest, options?: RunOptions): Promise<CompletedTask>;
  /** Starts a run and returns at once. See {@link Agents.invokeAsync}. */
  invokeAsync(request: AgentRequest, options?: InvokeOptions): Promise<Task>;
  /** Starts a run and waits for its end: the default way. See {@link Agents.run}. */
  run<T>(
    request: AgentRequest,
    options: RunOptions & { output: OutputSchema<T> },
  ): Promise<CompletedTask & { output: T }>;
  run(request: AgentRequest, options?: RunOptions): Promise<CompletedTask>;
  /** Starts a run and follows it: its events, its text, or its end. See {@link Agents.stream}. */
  stream<T>(
    request: AgentRequest,
    options: StreamOptions & { output: OutputSchema<T> },
  ): TaskStream<CompletedTask & { output: T }>;
  stream(request: AgentRequest, options?: StreamOptions): TaskStream;
  /** Runs the agent on many requests, and gives the outcome of each as it comes. See {@link Agents.runMany}. */
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
   * A conversation: a new one, or the one that has this id.
   *
   * @throws ConfigurationError for an id or an option that no turn could use.
   */
  thread(id?: string, options?: ThreadOptions): Thread;
}

/** @throws ConfigurationError for an id or a default that no call could use. */
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
