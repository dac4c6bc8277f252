import type { McpServer } from '@modelcontextprotocol/server';
import { nameTools } from '../agents/tool-names.ts';
import type { ServedAgent, ToolSettings } from '../options.ts';
import type { Session } from '../runs/session.ts';
import { askInput, taskInput, taskOutput } from '../schemas.ts';
import { createAskTool } from './ask-agent.ts';
import { describeAgent, describeWait, stopDescription } from './descriptions.ts';
import { createStopTool } from './stop-task.ts';
import { createWaitTool } from './wait-for-task.ts';

/** Adds a tool for each agent, and those for the tasks that they start. */
export function registerTools(
  server: McpServer,
  agents: readonly ServedAgent[],
  settings: ToolSettings,
  session: Session,
): void {
  const names = nameTools(agents);
  for (const [index, agent] of agents.entries()) {
    const config = {
      title: agent.name,
      description: describeAgent(agent, settings),
      inputSchema: askInput,
      outputSchema: taskOutput,
      // What an agent may do with its own tools is not known here, so the hints assume the worst.
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    };
    server.registerTool(names[index] ?? '', config, createAskTool(agent, settings, session));
  }
  const wait = {
    title: 'Wait for a task',
    description: describeWait(settings),
    inputSchema: taskInput,
    outputSchema: taskOutput,
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  };
  server.registerTool('wait_for_task', wait, createWaitTool(settings, session));
  const stop = {
    title: 'Stop a task',
    description: stopDescription,
    inputSchema: taskInput,
    outputSchema: taskOutput,
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  };
  server.registerTool('stop_task', stop, createStopTool(settings));
}
