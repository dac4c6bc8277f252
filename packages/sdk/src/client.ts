import { createLazyApiClient } from './api/api-client.ts';
import { resolveSettings } from './config/settings.ts';
import { shareThreadsOf } from './core/thread-registry.ts';
import type { Core } from './core/types.ts';
import type { ApiClient } from './models.ts';
import type { AgentDefaults } from './options/call-options.ts';
import type { XpanderOptions } from './options/client-options.ts';
import { createWatching } from './polling/wait-together.ts';
import { type Agent, bindAgent } from './resources/agent.ts';
import { type Agents, createAgents } from './resources/agents.ts';
import { createTasks, type Tasks } from './resources/tasks.ts';
import { createRateLimiter } from './transport/rate-limiter.ts';

/**
 * The client for the xpander.ai API.
 *
 * One client per key serves a whole process. Printing the client, or any error that it throws, never shows the key.
 *
 * @example
 * const xpander = new Xpander(); // reads XPANDER_API_KEY
 * const task = await xpander.agent(agentId).run('Analyze competitor pricing for Q1 2026');
 * console.log(task.result);
 */
export class Xpander {
  /** Lists agents and starts their runs. */
  readonly agents: Agents;
  /** Reads tasks and waits for them. */
  readonly tasks: Tasks;
  readonly #core: Core;

  /**
   * Sends nothing, and needs no key: without one, the first call rejects with a `ConfigurationError`, so that a build or a
   * test can create a client where no secret is. The environment is read here, and again at a call as long as it has no
   * key.
   *
   * @throws ConfigurationError if an option is invalid, or if the key is one that cannot be meant, such as an empty text.
   */
  constructor(options: XpanderOptions = {}) {
    const settings = resolveSettings(options);
    const transport = { settings, limiter: createRateLimiter(settings) };
    const shareThreads = shareThreadsOf(settings);
    this.#core = {
      ...transport,
      apiClient: createLazyApiClient(transport),
      get threads() {
        return shareThreads();
      },
    };
    this.agents = createAgents(this.#core);
    this.tasks = createTasks(this.#core);
  }

  /**
   * Calls any operation of the API, typed and over the same transport. Use it for operations that have no verb here.
   *
   * Middleware sees one request per operation, however often it is retried, and never the key.
   */
  get api(): ApiClient {
    return this.#core.apiClient.share();
  }

  /**
   * Returns the verbs for one agent. `defaults` apply to every call that does not set the same option.
   *
   * @throws ConfigurationError if the id or a default is invalid.
   */
  agent(agentId: string, defaults?: AgentDefaults): Agent {
    return bindAgent(this.#core, agentId, defaults);
  }
}
