import type { AddAgentToolRequest, AgentTool, OperationName } from '../protocol/models.ts';
import { newTools, toolsOf, withoutTool } from '../state/agent-tools.ts';
import { json } from './handler-reply.ts';
import { pathParameter } from './path-parameter.ts';
import type { Handler, HandlerParts, HandlerReply, HandlerRequest } from './types.ts';

type ToolOperation = Extract<OperationName, `${string}AgentTool` | `${string}AgentTools`>;

/** Creates the handlers of the tools of agents. Each answers with the tools. */
export function createToolHandlers({ agents }: HandlerParts): Record<ToolOperation, Handler> {
  const change = (request: HandlerRequest, edit: (tools: AgentTool[]) => AgentTool[]): HandlerReply => {
    const [id, deploy] = [pathParameter(request, 'agent_id'), request.query.deploy !== false];
    const tools = edit(toolsOf(agents.get(id, request.organizationId)));
    return json(toolsOf(agents.edit(id, request.organizationId, { tools }, deploy)));
  };
  return {
    listAgentTools: (request) => json(toolsOf(agents.get(pathParameter(request, 'agent_id'), request.organizationId))),
    addAgentTool: (request) => change(request, (tools) => [...tools, ...newTools(request.body as AddAgentToolRequest)]),
    removeAgentTool: (request) => change(request, (tools) => withoutTool(tools, pathParameter(request, 'tool_id'))),
  };
}
