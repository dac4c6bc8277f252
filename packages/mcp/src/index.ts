export { createMcpHandler, type McpHandler } from './create-mcp-handler.ts';
export { createMcpServer } from './create-mcp-server.ts';
export type { AgentChoice, AgentServerOptions } from './options.ts';
