import type { McpServer } from '@modelcontextprotocol/server';
import { createEmptyServer } from './agent-server.ts';
import { findAgents } from './agents/find-agents.ts';
import { checkOptions } from './check-options.ts';
import type { AgentServerOptions } from './options.ts';

/**
 * Creates an MCP server whose tools are agents: `ask_…` for each, `wait_for_task` and `stop_task`.
 *
 * Nothing is sent before it is connected. Then the names and descriptions that are missing are read, and `connect` rejects
 * if an agent does not exist. A server serves one connection: `serveStdio` and the like take a function that makes one.
 *
 * @example
 * serveStdio(() => createMcpServer({ client: new Xpander(), agents: [{ id: agentId }] }));
 *
 * @throws ConfigurationError if an option is invalid.
 */
export function createMcpServer(options: AgentServerOptions): McpServer {
  const { server, addTools } = createEmptyServer(checkOptions(options), { isLasting: true });
  const connect = server.connect.bind(server);
  let hasTools = false;
  server.connect = async (transport) => {
    const agents = hasTools ? [] : await findAgents(options);
    if (!hasTools) addTools(agents);
    hasTools = true;
    await connect(transport);
  };
  return server;
}
