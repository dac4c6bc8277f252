import { createAgent, deleteAgent, getAgent, listAgents, updateAgent } from '../api/agent-operations.ts';
import type { Pages } from '../api/pagination.ts';
import { checkId } from '../config/validators.ts';
import { callOnce } from '../core/call-once.ts';
import type { Core } from '../core/types.ts';
import { traced } from '../errors/caller-trace.ts';
import type { AgentDetails, AgentQuery, AgentSummary, CreateAgentRequest, UpdateAgentRequest } from '../models.ts';
import type { RequestOptions } from '../options/call-options.ts';
import { toAgentChanges, toNewAgent } from './check-agent.ts';
import { deleteOnce } from './delete-once.ts';
import { createInvocations, type Invocations } from './invocations.ts';
import { listPages } from './list-pages.ts';

/** The agents of an organization: lists and changes them, and starts their runs. */
export interface Agents extends Invocations {
  /** Lists agents. Reads the next page when the iteration needs it. */
  list(query?: AgentQuery, options?: RequestOptions): Pages<AgentSummary>;
  /** Reads an agent with all its settings. */
  get(agentId: string, options?: RequestOptions): Promise<AgentDetails>;
  /**
   * Creates an agent and returns it.
   *
   * The request is repeated only if the server cannot have acted. After a lost answer, `list` shows whether the agent
   * exists; its name is unique in the organization.
   *
   * @example
   * const { id } = await xpander.agents.create({ name: 'Analyst', instructions: { general: 'You analyze markets.' } });
   *
   * @throws ConfigurationError if the name is missing, or a setting is misspelt.
   */
  create(body: CreateAgentRequest, options?: RequestOptions): Promise<AgentDetails>;
  /**
   * Changes an agent and returns it. The changes are live when the call returns: the next run has them.
   *
   * Servers from before November 2026 stage the changes until `xpander.api.PUT('/v1/agents/{agent_id}')` deploys them.
   *
   * @throws ConfigurationError if nothing would change, or a setting is misspelt.
   */
  update(agentId: string, changes: UpdateAgentRequest, options?: RequestOptions): Promise<AgentDetails>;
  /** Deletes an agent permanently, and cancels its running tasks. */
  delete(agentId: string, options?: RequestOptions): Promise<void>;
}

export function createAgents(core: Core): Agents {
  return {
    ...createInvocations(core, 'agent'),
    list: (query = {}, options = {}) => listPages(core, query, options, (page, call) => listAgents(core, page, call)),
    get: (agentId, options = {}) =>
      traced(async () => {
        const id = checkId('agentId', agentId);
        return callOnce(core, options, (call) => getAgent(core, id, call));
      }),
    create: (body, options = {}) =>
      traced(async () => {
        const settings = toNewAgent(body);
        return callOnce(core, options, (call) => createAgent(core, settings, call));
      }),
    update: (agentId, changes, options = {}) =>
      traced(async () => {
        const target = { agentId: checkId('agentId', agentId), changes: toAgentChanges(changes) };
        return callOnce(core, options, (call) => updateAgent(core, target, call));
      }),
    delete: (agentId, options = {}) =>
      traced(async () => {
        const id = checkId('agentId', agentId);
        return callOnce(core, options, (call) => deleteOnce(call, (repeatable) => deleteAgent(core, id, repeatable)));
      }),
  };
}
