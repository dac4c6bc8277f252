import { checkId } from '../checks.ts';
import type { AgentRequest, CompletedTask, Task } from '../models.ts';
import type { AgentDefaults, InvokeOptions, RunOptions } from '../options.ts';
import { checkAgentDefaults, withDefaults } from '../validation.ts';
import type { Invocations } from './invocations.ts';

/** The agents of an organization: start their runs. */
export interface Agents extends Invocations {}

/** The verbs of {@link Agents}, bound to one agent and with defaults of its own. */
export interface Agent {
  readonly id: string;
  /** Runs the agent over one request that is held open until the run has ended. See {@link Agents.invoke}. */
  invoke(request: AgentRequest, options?: RunOptions): Promise<CompletedTask>;
  /** Starts a run and returns at once. See {@link Agents.invokeAsync}. */
  invokeAsync(request: AgentRequest, options?: InvokeOptions): Promise<Task>;
  /** Starts a run and waits for its end: the default way. See {@link Agents.run}. */
  run(request: AgentRequest, options?: RunOptions): Promise<CompletedTask>;
}

/** @throws ConfigurationError for an id or a default that no call could use. */
export function bindAgent(agents: Agents, agentId: string, defaults: AgentDefaults = {}): Agent {
  const id = checkId('agentId', agentId);
  checkAgentDefaults(defaults);
  return {
    id,
    invoke: async (request, options) => agents.invoke(id, request, withDefaults(defaults, options, 'run')),
    invokeAsync: async (request, options) => agents.invokeAsync(id, request, withDefaults(defaults, options, 'invoke')),
    run: async (request, options) => agents.run(id, request, withDefaults(defaults, options, 'run')),
  };
}
