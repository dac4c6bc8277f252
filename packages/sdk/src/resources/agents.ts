import type { Operations } from '../api/operations.ts';
import { createPages, type Pages } from '../api/pagination.ts';
import type { AgentRequests, RunMany, RunOutcome } from '../batches/run-many.ts';
import type { Settings } from '../config/settings.ts';
import { checkAgentDefaults, checkQuery, withDefaults } from '../config/validate-options.ts';
import { checkId } from '../config/validators.ts';
import { createReader } from '../core/call-once.ts';
import type {
  AgentDetails,
  AgentQuery,
  AgentRequest,
  AgentSummary,
  CompletedSummary,
  CompletedTask,
  Task,
} from '../models.ts';
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
import type { Conversation } from '../runs/prepare-run.ts';
import type { TaskStream } from '../streaming/task-stream.ts';
import type { Invocations, Verbs } from '../verbs/invocations.ts';
import type { Tasks } from './tasks.ts';
import { createThread, type Thread, type VerbsIn } from './threads.ts';

/** The agents of an organization: find them, start their runs. */
export interface Agents extends Invocations {
  /** Lists agents, reading page after page as it is iterated. */
  list(query?: AgentQuery, options?: RequestOptions): Pages<AgentSummary>;
  /** Reads an agent with all its settings. */
  get(agentId: string, options?: RequestOptions): Promise<AgentDetails>;

  /**
   * Runs the agent on many requests, `concurrency` at a time, and gives the outcome of each as it comes.
   *
   * Each request is started and waited for as by `run`, but all are watched together, with few requests. What went wrong
   * with one is its outcome's `error`, as `run` would throw it, and does not touch the others. Only a refused key (401,
   * 403) or a used-up plan ends the starting: the rest get that error unsent.
   *
   * Requests come from anything that can be iterated, and are taken only when there is room: an outcome that nobody has
   * read takes up a place. Nothing starts before the loop does. Leaving it starts no more, and leaves running what runs.
   * An input that throws ends the loop with its error, after the outcomes of what was started.
   *
   * @example
   * for await (const { request, task, error } of xpander.agents.runMany(agentId, questions, { concurrency: 20 })) {
   *   console.log(request, task ? task.result : error);
   * }
   *
   * @throws ConfigurationError from the loop, for what is no list, or an option that cannot be meant. After an abort the
   * loop rejects with the signal's own reason.
   */
  runMany<T>(
    agentId: string,
    requests: AgentRequests,
    options: ManyOptions & { output: OutputSchema<T> },
  ): AsyncIterable<RunOutcome<CompletedTask & { output: T }>>;
  runMany(
    agentId: string,
    requests: AgentRequests,
    options: ManyOptions & { detail: 'summary' },
  ): AsyncIterable<RunOutcome<CompletedSummary>>;
  runMany(agentId: string, requests: AgentRequests, options?: ManyOptions): AsyncIterable<RunOutcome>;
}

/** The verbs of {@link Agents}, bound to one agent and with defaults of its own. */
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

export function createAgents(operations: Operations, verbs: Verbs, runMany: RunMany, { clock }: Settings): Agents {
  const read = createReader(clock);
  return {
    ...verbs,
    runMany,
    list(query = {}, options = {}) {
      return createPages(query, async (page) => {
        checkQuery(query);
        return read(options, (call) => operations.listAgents({ ...query, page }, call));
      });
    },
    async get(agentId, options = {}) {
      const id = checkId('agentId', agentId);
      return read(options, (call) => operations.getAgent(id, call));
    },
  };
}

/** @throws ConfigurationError for an id or a default that no call could use. */
export function bindAgent(
  agents: Agents,
  tasks: Tasks,
  verbsOf: (conversation?: Conversation) => Verbs,
  agentId: string,
  defaults: AgentDefaults = {},
): Agent {
  const id = checkId('agentId', agentId);
  checkAgentDefaults(defaults);
  const verbs = verbsOf();
  const verbsIn: VerbsIn = (conversation) => {
    const { run, stream } = verbsOf(conversation);
    return {
      run: async (agent, request, options) => run(agent, request, withDefaults(defaults, options, 'run')),
      stream: (agent, request, options) => stream(agent, request, withDefaults(defaults, options, 'stream')),
    };
  };
  return {
    id,
    thread: (threadId, options) => createThread(id, verbsIn, tasks, threadId, options),
    get: async (options) => agents.get(id, withDefaults(defaults, options, 'request')),
    invoke: async (request: AgentRequest, options?: RunOptions & MaybeOutput) =>
      verbs.invoke(id, request, withDefaults(defaults, options, 'run')),
    invokeAsync: async (request, options) => verbs.invokeAsync(id, request, withDefaults(defaults, options, 'invoke')),
    run: async (request: AgentRequest, options?: RunOptions & MaybeOutput) =>
      verbs.run(id, request, withDefaults(defaults, options, 'run')),
    stream: (request: AgentRequest, options?: StreamOptions & MaybeOutput) =>
      verbs.stream(id, request, withDefaults(defaults, options, 'stream')),
    runMany: (requests: AgentRequests, options?: ManyOptions & MaybeOutput): AsyncIterable<never> =>
      agents.runMany(id, requests, withDefaults(defaults, options, 'runMany')) as AsyncIterable<never>,
  };
}
