import { type Api, type ApiClient, createApi } from './api/api-client.ts';
import { createOperations } from './api/operations.ts';
import { createRunMany } from './batches/run-many.ts';
import { type Environment, resolveSettings } from './config/settings.ts';
import type { AgentDefaults } from './options/call-options.ts';
import type { XpanderOptions } from './options/client-options.ts';
import { createWaitForEnd } from './polling/wait-for-one.ts';
import { type Agent, type Agents, bindAgent, createAgents } from './resources/agents.ts';
import { createTasks, type Tasks } from './resources/tasks.ts';
import type { Conversation } from './runs/prepare-run.ts';
import { createTaskStreams } from './streaming/task-stream.ts';
import { createGates } from './threads/thread-registry.ts';
import { createTurns } from './threads/turn-queue.ts';
import { createTransport } from './transport/transport.ts';
import { createInvocations, type Verbs } from './verbs/invocations.ts';

/**
 * The client for the xpander.ai API.
 *
 * One client per key serves a whole process. Printing it, or any error it throws, never shows the key.
 *
 * @example
 * const xpander = new Xpander(); // reads XPANDER_API_KEY
 * const task = await xpander.agent(agentId).run('Analyze competitor pricing for Q1 2026');
 * console.log(task.result);
 */
export class Xpander {
  /** Start runs of any agent. */
  readonly agents: Agents;
  /** Read tasks, and wait for them. */
  readonly tasks: Tasks;
  readonly #api: Api;
  readonly #bindAgent: (agentId: string, defaults: AgentDefaults | undefined) => Agent;

  /** @throws ConfigurationError when there is no key, or an option that cannot be meant. */
  constructor(options: XpanderOptions = {}) {
    const settings = resolveSettings(options, readEnvironment());
    const transport = createTransport(settings);
    this.#api = createApi(settings, transport);
    const operations = createOperations(settings, transport, this.#api);
    const waitForEnd = createWaitForEnd(operations, settings);
    const gates = createGates();
    const takeTurn = createTurns(gates, operations, waitForEnd, settings);
    this.tasks = createTasks(operations, waitForEnd, gates, settings);
    const openTaskStream = createTaskStreams(operations, waitForEnd, takeTurn, settings);
    const verbsOf = (conversation?: Conversation): Verbs =>
      createInvocations(operations, waitForEnd, takeTurn, openTaskStream, settings, conversation);
    const runMany = createRunMany(operations, settings, (guarded, watch) => {
      const openItemStream = createTaskStreams(guarded, watch, takeTurn, settings);
      return createInvocations(guarded, watch, takeTurn, openItemStream, settings);
    });
    this.agents = createAgents(operations, verbsOf(), runMany, settings);
    this.#bindAgent = (id, defaults) => bindAgent(this.agents, this.tasks, verbsOf, id, defaults);
  }

  /** Every operation of the API, typed, over the same transport: the way to what has no verb here. Middleware sees one request per logical call, and never the key. */
  get api(): ApiClient {
    return this.#api.give();
  }

  /**
   * The verbs, bound to one agent. `defaults` hold for every call that does not say otherwise.
   *
   * @throws ConfigurationError for an id or a default that no call could use.
   */
  agent(agentId: string, defaults?: AgentDefaults): Agent {
    return this.#bindAgent(agentId, defaults);
  }
}

/** Runtimes without a process have no environment; some ask for permission and may refuse. */
function readEnvironment(): Environment {
  try {
    const { XPANDER_API_KEY, XPANDER_API_URL } = (globalThis as { process?: { env?: Environment } }).process?.env ?? {};
    return { XPANDER_API_KEY, XPANDER_API_URL };
  } catch {
    return {};
  }
}
