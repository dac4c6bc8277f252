import { httpError } from '../protocol/http-error.ts';
import type { AddAgentToolRequest, AgentDetails, AgentTool } from '../protocol/models.ts';

/** The tools of an agent. */
export function toolsOf({ tools }: AgentDetails): AgentTool[] {
  return (tools ?? []) as AgentTool[];
}

/**
 * The tools that a request adds: one for each operation of a connector, otherwise one.
 *
 * @throws HttpError 422 for an MCP server without an id and a URL.
 */
export function newTools(request: AddAgentToolRequest): AgentTool[] {
  switch (request.type) {
    case 'action': {
      const operations = request.operation_ids ?? [];
      const shared = { connection_id: request.connection_id };
      if (operations.length === 0) return [newTool('action', request.connection_id, shared)];
      return operations.map((id) => newTool('action', id, { ...shared, operation_id: id, operation_name: id }));
    }
    case 'custom_function': {
      const { custom_function_id: id } = request;
      return [newTool('custom_function', id, { custom_function_id: id })];
    }
    case 'mcp':
      return [newTool('mcp', request.name ?? mcpSource(request), { mcp_id: request.mcp_id ?? crypto.randomUUID() })];
    case 'agent':
      return [newTool('agent', request.agent_id, { target_id: request.agent_id })];
    case 'workflow':
      return [newTool('workflow', request.workflow_id, { target_id: request.workflow_id })];
  }
}

function mcpSource(request: Extract<AddAgentToolRequest, { type: 'mcp' }>): string {
  const source = request.mcp_id ?? request.url;
  if (source != null) return source;
  const msg = 'Value error, either mcp_id or url is required';
  throw httpError(422, [{ type: 'value_error', loc: ['body', 'mcp_id'], msg, input: request }]);
}

function newTool(type: string, name: string, members: Partial<AgentTool>): AgentTool {
  const unset = { connection_id: null, operation_id: null, operation_name: null, custom_function_id: null };
  return {
    id: crypto.randomUUID(),
    type,
    name,
    ...unset,
    mcp_id: null,
    allowed_tools: null,
    target_id: null,
    ...members,
  };
}

/** The tools without one of them. @throws HttpError 404 if there is no such tool. */
export function withoutTool(tools: readonly AgentTool[], id: string): AgentTool[] {
  const remaining = tools.filter((tool) => tool.id !== id);
  if (remaining.length === tools.length) throw httpError(404, 'Tool not found');
  return remaining;
}
