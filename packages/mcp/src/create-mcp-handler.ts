import { createMcpHandler as createHandler, type McpHandlerRequestOptions } from '@modelcontextprotocol/server';
import { createAgentServer } from './agent-server.ts';
import { findAgents } from './agents/find-agents.ts';
import { checkOptions } from './check-options.ts';
import type { AgentServerOptions, ServedAgent } from './options.ts';

/** Serves MCP over HTTP, in the form that web frameworks and runtimes expect. */
export interface McpHandler {
  /** Answers one request. It checks no credentials: put your own check before it. */
  readonly fetch: (request: Request, options?: McpHandlerRequestOptions) => Promise<Response>;
  /** Ends the requests of current clients that are open. */
  readonly close: () => Promise<void>;
}

/**
 * Creates a handler of streamable HTTP, without sessions: each request stands alone, so it can run on many servers.
 *
 * The names and descriptions that are missing are read at the first request, once. While they cannot be read, requests
 * are answered with 503 and the reason.
 *
 * A cancellation reaches the run only if the client speaks MCP of 2026 or later, which closes its request for it. Older
 * clients send a message, which arrives as another request: their runs go on, whatever `onCancel` says.
 *
 * @throws ConfigurationError if an option is invalid.
 */
export function createMcpHandler(options: AgentServerOptions): McpHandler {
  const settings = checkOptions(options);
  let found: Promise<readonly ServedAgent[]> | undefined;
  const readAgents = async (): Promise<readonly ServedAgent[]> => {
    try {
      found ??= findAgents(options);
      return await found;
    } catch (error) {
      found = undefined;
      throw error;
    }
  };
  const handler = createHandler(async ({ era }) => {
    // Only newer clients close a request to cancel it. For older ones, a connection that breaks means nothing.
    const onCancel = era === 'legacy' ? 'leave' : settings.onCancel;
    return createAgentServer(await readAgents(), { ...settings, onCancel }, { isLasting: false });
  });
  const fetch: McpHandler['fetch'] = async (request, requestOptions) => {
    try {
      await readAgents();
    } catch (error) {
      return unavailable(error);
    }
    return handler.fetch(request, requestOptions);
  };
  return { fetch, close: handler.close };
}

function unavailable(error: unknown): Response {
  const message = `The agents could not be read: ${error instanceof Error ? error.message : String(error)}`;
  return Response.json({ jsonrpc: '2.0', id: null, error: { code: -32_603, message } }, { status: 503 });
}
