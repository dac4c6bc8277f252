import type {
  AgentDetails,
  AgentQuery,
  AgentSummary,
  CreateAgentRequest,
  Defined,
  UpdateAgentRequest,
  WorkflowQuery,
} from '../models.ts';
import { callOperation } from './call-operation.ts';
import { agentShape, deletedShape, pageShape } from './response.ts';
import type { ApiContext, OperationCall, WirePage } from './types.ts';
import { withoutUndefined } from './without-undefined.ts';

// The operations on agents and workflows themselves: ids in, plain data or typed errors out.

export function listAgents(api: ApiContext, query: AgentQuery, call: OperationCall): Promise<WirePage<AgentSummary>> {
  return callOperation<WirePage<AgentSummary>>(api, call, pageShape, (client, init) =>
    client.GET('/v1/agents', { ...init, params: { query: withoutUndefined(query) } }),
  );
}

export function getAgent(api: ApiContext, agentId: string, call: OperationCall): Promise<AgentDetails> {
  return callOperation(api, { agentId, ...call }, agentShape, (client, init) =>
    client.GET('/v1/agents/{agent_id}', { ...init, params: { path: { agent_id: agentId } } }),
  );
}

/** Creates a second agent if it is repeated, so it is sent again only if the server cannot have acted. */
export function createAgent(
  api: ApiContext,
  body: Defined<CreateAgentRequest>,
  call: OperationCall,
): Promise<AgentDetails> {
  return callOperation(api, call, agentShape, (client, init) => client.POST('/v1/agents', { ...init, body }));
}

export function updateAgent(
  api: ApiContext,
  { agentId, changes }: { readonly agentId: string; readonly changes: Defined<UpdateAgentRequest> },
  call: OperationCall,
): Promise<AgentDetails> {
  return callOperation(api, { agentId, ...call }, agentShape, (client, init) =>
    client.PATCH('/v1/agents/{agent_id}', { ...init, params: { path: { agent_id: agentId } }, body: changes }),
  );
}

export function deleteAgent(api: ApiContext, agentId: string, call: OperationCall): Promise<unknown> {
  return callOperation<unknown>(api, { agentId, ...call }, deletedShape, (client, init) =>
    client.DELETE('/v1/agents/{agent_id}', { ...init, params: { path: { agent_id: agentId } } }),
  );
}

export function listWorkflows(
  api: ApiContext,
  query: WorkflowQuery,
  call: OperationCall,
): Promise<WirePage<AgentDetails>> {
  return callOperation<WirePage<AgentDetails>>(api, call, pageShape, (client, init) =>
    client.GET('/v1/workflows', { ...init, params: { query: withoutUndefined(query) } }),
  );
}

export function getWorkflow(api: ApiContext, workflowId: string, call: OperationCall): Promise<AgentDetails> {
  return callOperation(api, { agentId: workflowId, ...call }, agentShape, (client, init) =>
    client.GET('/v1/workflows/{workflow_id}', { ...init, params: { path: { workflow_id: workflowId } } }),
  );
}
