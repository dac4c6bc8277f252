import type { Operations } from '../api/operations.ts';
import { createPages, type Pages } from '../api/page.ts';
import { checkId } from '../checks.ts';
import type { AgentDetails, AgentQuery, AgentRequest, AgentSummary, CompletedTask, Task } from '../models.ts';
import type {
  AgentDefaults,
  InvokeOptions,
  RequestOptions,
  RunOptions,
  StreamOptions,
  ThreadOptions,
} from '../options.ts';
import type { Settings } from '../settings.ts';
import { checkAgentDefaults, checkQuery, withDefaults } from '../validation.ts';
import type { Invocations, Verbs } from './invocations.ts';
import type { MaybeOutput, OutputSchema } from './output-schema.ts';
import type { Conversation } from './prepare.ts';
import { createReader } from './reader.ts';
import type { TaskStream } from './task-stream.ts';
import type { Tasks } from './tasks.ts';
import { createThread, type Thread, type VerbsIn } from './threads.ts';

/** The agents of an organization: find them, start their runs. */
export interface Agents extends Invocations {
  /** Lists agents, reading page after page as it is iterated. */
  list(query?: AgentQuery, options?: RequestOptions): Pages<AgentSummary>;
  /** Reads an agent with all its settings. */
  get(agentId: string, options?: RequestOptions): Promise<AgentDetails>;
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
  /**
   * A conversation: a new one, or the one that has this id.
   *
   * @throws ConfigurationError for an id or an option that no turn could use.
   */
  thread(id?: string, options?: ThreadOptions): Thread;
}

export function createAgents(operations: Operations, verbs: Verbs, { clock }: Settings): Agents {
  const read = createReader(clock);
  return {
    ...verbs,
    list(query = {}, options = {}) {
      return createPages(query.page ?? 1, async (page) => {
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
  };
}
