import { createLazyApiClient } from './api/api-client.ts';
import { fetchPath } from './api/fetch-path.ts';
import { mergeOptions, resolveSettings } from './config/settings.ts';
import { shareThreadsOf } from './core/thread-registry.ts';
import type { Core } from './core/types.ts';
import { traced } from './errors/caller-trace.ts';
import type { ApiClient } from './models.ts';
import type { AgentDefaults } from './options/call-options.ts';
import type { Clock, XpanderOptions } from './options/client-options.ts';
import type { FetchInit } from './options/fetch-init.ts';
import { createWatching } from './polling/wait-together.ts';
import { type Agent, bindAgent } from './resources/agent.ts';
import { type Agents, createAgents } from './resources/agents.ts';
import { createTasks, type Tasks } from './resources/tasks.ts';
import { bindWorkflow, type Workflow } from './resources/workflow.ts';
import { createWorkflows, type Workflows } from './resources/workflows.ts';
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
  /** Lists workflows and starts their runs. */
  readonly workflows: Workflows;
  readonly #core: Core;
  readonly #options: XpanderOptions;

  /**
   * Sends nothing, and needs no key: without one, the first call rejects with a `ConfigurationError`, so that a build or a
   * test can create a client where no secret is. The environment is read here, and again at a call as long as it has no
   * key.
   *
   * @throws ConfigurationError if an option is invalid, or if the key is one that cannot be meant, such as an empty text.
   */
  constructor(options?: XpanderOptions);
  constructor(options: XpanderOptions = {}, base?: Core) {
    const settings = resolveSettings(options, base?.settings);
    const isShared = base !== undefined && settings.rateLimit === base.settings.rateLimit;
    const transport = { settings, limiter: isShared ? base.limiter : createRateLimiter(settings) };
    const shareThreads = base ? () => base.threads : shareThreadsOf(settings);
    this.#options = options;
    this.#core = {
      ...transport,
      apiClient: createLazyApiClient(transport),
      get threads() {
        return shareThreads();
      },
    };
    // With a function, the key may differ from request to request.
    if (typeof settings.apiKey.credential() !== 'function') this.#core.watching = createWatching(this.#core);
    this.agents = createAgents(this.#core);
    this.tasks = createTasks(this.#core);
    this.workflows = createWorkflows(this.#core);
  }

  /**
   * Returns a client with the same key, base URL and turns of threads, and with these options in place of this client's.
   * An `undefined` changes nothing. Headers are replaced one by one, all other options as a whole.
   *
   * Both clients share one rate limit, unless `rateLimit` sets another. Middleware of `api` stays with its client.
   *
   * @throws ConfigurationError if an option is invalid, or asks for another key, base URL or clock.
   */
  withOptions(options: Partial<XpanderOptions>): Xpander {
    const merged = mergeOptions(this.#options, options, this.#core.settings);
    return new (Xpander as Derivable)(merged, this.#core);
  }

  /** The source of time of this client, for code that is to wait in the same time, such as a worker under test. */
  get clock(): Clock {
    return this.#core.settings.clock;
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
   * Sends a request to any path of the API, with the key, base URL, rate limit, retries, time limits, hooks and errors of
   * the verbs. Use it for what neither has a verb nor is described in `api`. Middleware of `api` does not see it.
   *
   * Resolves with the response of a 2xx only. A stream of events and a file are still to be read; `timeoutMs` then limits
   * the time to the headers, and `signal` ends the body as well. Any other body has arrived. A GET or DELETE is
   * repeated after every failure that may be temporary. Any other request is repeated only if the server cannot have
   * acted, because it may start a run.
   *
   * @example
   * const response = await xpander.fetch('/v1/tools', { query: { type: 'connector' } });
   * const tools = await response.json();
   *
   * @throws ConfigurationError if the path leads elsewhere than below the base URL, or an option is invalid.
   * @throws ApiError for a 4xx or 5xx of the API.
   * @throws ProtocolError for an answer that is not the API's: a web page of a gateway, or a redirect.
   */
  fetch(path: string, init: FetchInit = {}): Promise<Response> {
    return traced(() => fetchPath(this.#core, path, init));
  }

  /**
   * Returns the verbs for one agent. `defaults` apply to every call that does not set the same option.
   *
   * @throws ConfigurationError if the id or a default is invalid.
   */
  agent(agentId: string, defaults?: AgentDefaults): Agent {
    return bindAgent(this.#core, agentId, defaults);
  }

  /**
   * Returns the verbs for one workflow. `defaults` apply to every call that does not set the same option.
   *
   * @throws ConfigurationError if the id or a default is invalid.
   */
  workflow(workflowId: string, defaults?: AgentDefaults): Workflow {
    return bindWorkflow(this.#core, workflowId, defaults);
  }
}

/** The constructor, with the parts of another client. Callers cannot pass them. */
type Derivable = new (options: XpanderOptions, base: Core) => Xpander;
