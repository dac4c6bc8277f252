import { McpServer } from '@modelcontextprotocol/server';
import packageJson from '../package.json' with { type: 'json' };
import type { ServedAgent, ToolSettings } from './options.ts';
import { createSession } from './runs/session.ts';
import { instructions } from './tools/descriptions.ts';
import { registerTools } from './tools/register-tools.ts';

/** How a server is connected. */
export interface Connection {
  /** Whether it lasts for more than one call. */
  readonly isLasting: boolean;
}

/** A server whose agents are known already. */
export function createAgentServer(
  agents: readonly ServedAgent[],
  settings: ToolSettings,
  connection: Connection,
): McpServer {
  const { server, addTools } = createEmptyServer(settings, connection);
  addTools(agents);
  return server;
}

/** A server without agents, and a function that adds their tools. */
export function createEmptyServer(
  settings: ToolSettings,
  { isLasting }: Connection,
): { readonly server: McpServer; readonly addTools: (agents: readonly ServedAgent[]) => void } {
  const server = new McpServer(
    { name: 'xpander', title: 'xpander agents', version: packageJson.version },
    { instructions, capabilities: { tools: { listChanged: false } } },
  );
  const session = createSession(isLasting);
  server.server.onclose = session.close;
  return { server, addTools: (agents) => registerTools(server, agents, settings, session) };
}
