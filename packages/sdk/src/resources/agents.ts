import { getAgent, listAgents } from '../api/operations.ts';
import type { Pages } from '../api/pagination.ts';
import { checkId } from '../config/validators.ts';
import { callOnce } from '../core/call-once.ts';
import type { Core } from '../core/types.ts';
import { traced } from '../errors/caller-trace.ts';
import type { AgentDetails, AgentQuery, AgentSummary } from '../models.ts';
import type { RequestOptions } from '../options/call-options.ts';
import { createInvocations, type Invocations } from './invocations.ts';
import { listPages } from './list-pages.ts';

/** The agents of an organization: lists them, and starts their runs. */
export interface Agents extends Invocations {
  /** Lists agents. Reads the next page when the iteration needs it. */
  list(query?: AgentQuery, options?: RequestOptions): Pages<AgentSummary>;
  /** Reads an agent with all its settings. */
  get(agentId: string, options?: RequestOptions): Promise<AgentDetails>;
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
  };
}
