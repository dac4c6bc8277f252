import { httpError } from '../protocol/http-error.ts';
import type { AgentDetails, CreateAgentRequest, OperationName, UpdateAgentRequest } from '../protocol/models.ts';
import { readChanges } from '../state/agent-changes.ts';
import type { TaskRecord } from '../state/types.ts';
import { summarizeAgent } from './agent-summary.ts';
import { json } from './handler-reply.ts';
import { paginate } from './paginate.ts';
import { pathParameter } from './path-parameter.ts';
import type { Handler, HandlerParts, HandlerRequest } from './types.ts';

type AgentOperation = Extract<OperationName, `${string}Agent` | `${string}Agents`>;

/** Creates the handlers of agents. The validator has checked the bodies against the description of their types. */
export function createAgentHandlers({ agents, tasks }: HandlerParts): Record<AgentOperation, Handler> {
  const idOf = (request: HandlerRequest): [id: string, organizationId: string] => [
    pathParameter(request, 'agent_id'),
    request.organizationId,
  ];
  const listed = ({ organizationId, mayUse }: HandlerRequest): AgentDetails[] =>
    agents.list(organizationId, 'agent').filter(({ id }) => mayUse(id));
  return {
    listAgents: (request) => json(paginate(listed(request).map(summarizeAgent), request.query)),
    listFullAgents: (request) => json(paginate(listed(request), request.query)),
    getAgent: (request) => json(agents.get(...idOf(request))),
    createAgent: (request) => {
      if (!request.mayUse()) throw httpError(403, 'This key is limited to some agents');
      return json(agents.create(request.body as CreateAgentRequest, request.organizationId), 201);
    },
    updateAgent: (request) => {
      // An unknown agent is a 404, whatever the changes are.
      agents.get(...idOf(request));
      const changes = readChanges(request.body as UpdateAgentRequest);
      return json(agents.edit(...idOf(request), changes, request.query.deploy === true));
    },
    deployAgent: (request) => json(agents.deploy(...idOf(request))),
    deleteAgent: (request) => {
      const [id, organizationId] = idOf(request);
      agents.remove(id, organizationId);
      const isItsOwn = ({ task }: TaskRecord): boolean =>
        task.agent_id === id && task.organization_id === organizationId;
      for (const record of tasks.all().filter(isItsOwn)) tasks.stop(record);
      return json(null, 202);
    },
  };
}
