import type { Delegation } from '../agents/types.ts';
import type { InvokeRequest } from '../protocol/models.ts';
import type { AgentStore, Order, TaskRecord, TaskStore } from './types.ts';

/** Starts a turn; @throws HttpError 404 or 403 when it cannot be started. */
export type StartTurn = (order: Order) => TaskRecord;

/** Joins agents and tasks: whoever is invoked plays, and may hand work to others. */
export function createStartTurn(store: TaskStore, agents: AgentStore): StartTurn {
  const start: StartTurn = ({ listener, ...order }) => {
    const { agentId, organizationId, isOrchestration } = order;
    agents.get(agentId, organizationId, isOrchestration ? 'Workflow not found' : 'Agent not found');
    const delegate = (work: Delegation, parentId: string): Promise<void> => {
      if (!agents.has(work.agentId, organizationId)) {
        throw new Error(`The script handed work to "${work.agentId}", but there is no such agent.`);
      }
      const request = subTaskRequest(work, parentId, agentId);
      return start({ agentId: work.agentId, organizationId, version: null, request, isOrchestration: false }).run.ended;
    };
    return store.start({ ...order, script: agents.player(agentId), delegate, listener });
  };
  return start;
}

function subTaskRequest({ query, files }: Delegation, parentId: string, triggeringAgentId: string): InvokeRequest {
  return {
    input: { text: query, files: [...files] },
    parent_execution_id: parentId,
    triggering_agent_id: triggeringAgentId,
  };
}
