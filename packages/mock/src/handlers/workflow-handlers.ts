import { httpError } from '../protocol/http-error.ts';
import type {
  AddWorkflowNodeRequest,
  AgentDetails,
  CreateWorkflowRequest,
  OperationName,
  UpdateWorkflowRequest,
  WorkflowNode,
} from '../protocol/models.ts';
import { readChanges } from '../state/agent-changes.ts';
import { nodesOf, withNode, withoutNode } from '../state/workflow-nodes.ts';
import { json } from './handler-reply.ts';
import { paginate } from './paginate.ts';
import { pathParameter } from './path-parameter.ts';
import type { Handler, HandlerParts, HandlerReply, HandlerRequest } from './types.ts';

type WorkflowOperation = Exclude<
  Extract<OperationName, `${string}Workflow` | `${string}Workflows` | `${string}WorkflowNode${string}`>,
  `invoke${string}`
>;

/** The type of an agent that is a workflow. */
const type = 'orchestration';

/** Creates the handlers of workflows and their nodes. */
export function createWorkflowHandlers({ agents }: HandlerParts): Record<WorkflowOperation, Handler> {
  const find = (request: HandlerRequest): AgentDetails =>
    agents.get(pathParameter(request, 'workflow_id'), request.organizationId, 'Workflow not found');
  /** A scripted agent that is run as a workflow becomes one with its first change. */
  const edit = (request: HandlerRequest, changes: Partial<AgentDetails>, deploy: boolean): AgentDetails => {
    const { id } = find(request);
    return agents.edit(id, request.organizationId, { ...changes, type }, deploy);
  };
  const editNodes = (request: HandlerRequest, change: (nodes: WorkflowNode[]) => WorkflowNode[]): HandlerReply => {
    const nodes = change((find(request).orchestration_nodes ?? []) as WorkflowNode[]);
    return json(nodesOf(edit(request, { orchestration_nodes: nodes }, request.query.deploy !== false)));
  };
  return {
    listWorkflows: ({ organizationId, query, mayUse }) =>
      json(
        paginate(
          agents.list(organizationId, 'workflow').filter(({ id }) => mayUse(id)),
          query,
        ),
      ),
    createWorkflow: (request) => {
      if (!request.mayUse()) throw httpError(403, 'This key is limited to some workflows');
      return json(agents.create({ ...(request.body as CreateWorkflowRequest), type }, request.organizationId));
    },
    getWorkflow: (request) => json({ ...find(request), type }),
    updateWorkflow: (request) =>
      json(edit(request, readChanges(request.body as UpdateWorkflowRequest), request.query.deploy === true)),
    deployWorkflow: (request) => {
      const { id } = find(request);
      return json({ ...agents.deploy(id, request.organizationId, type), type });
    },
    listWorkflowNodes: (request) => json(nodesOf(find(request))),
    addWorkflowNode: (request) =>
      editNodes(request, (nodes) => withNode(nodes, request.body as AddWorkflowNodeRequest)),
    removeWorkflowNode: (request) =>
      editNodes(request, (nodes) => withoutNode(nodes, pathParameter(request, 'node_id'))),
  };
}
