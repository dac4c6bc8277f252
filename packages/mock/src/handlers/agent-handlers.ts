import type { CreateAgentRequest, OperationName, UpdateAgentRequest } from '../protocol/models.ts';
import type { Agents } from '../state/agent-store.ts';
import { summarizeAgent } from '../state/new-agent.ts';
import type { Store } from '../state/task-store.ts';
import { type Call, type Handler, pathParameter } from './handler.ts';
import { json } from './handler-reply.ts';
import { pageOf } from './paginate.ts';

type AgentOperation = Extract<OperationName, `${string}Agent` | `${string}Agents`>;

/** Looking after agents. The bodies have been checked against the description their types come from. */
export function createAgentHandlers(agents: Agents, store: Store): Record<AgentOperation, Handler> {
  const idOf = (call: Call): [id: string, organizationId: string] => [
    pathParameter(call, 'agent_id'),
    call.organizationId,
  ];
  return {
    listAgents: ({ organizationId, query }) => json(pageOf(agents.list(organizationId).map(summarizeAgent), query)),
    listFullAgents: ({ organizationId, query }) => json(pageOf(agents.list(organizationId), query)),
    getAgent: (call) => json(agents.get(...idOf(call))),
    createAgent: (call) => json(agents.create(call.body as CreateAgentRequest, call.organizationId), 201),
    updateAgent: (call) => json(agents.update(...idOf(call), call.body as UpdateAgentRequest)),
    deployAgent: (call) => json(agents.deploy(...idOf(call))),
    deleteAgent: (call) => {
      const [id, organizationId] = idOf(call);
      agents.remove(id, organizationId);
      const isItsOwn = ({ task }: ReturnType<Store['all']>[number]): boolean =>
        task.agent_id === id && task.organization_id === organizationId;
      for (const record of store.all().filter(isItsOwn)) store.stop(record);
      return json(null, 202);
    },
  };
}
