import type { CallToolResult, ServerContext } from '@modelcontextprotocol/server';
import type { ToolSettings } from '../options.ts';
import { hasCode } from '../results/error-facts.ts';
import { noSuchTask, toFailure } from '../results/failure-result.ts';
import { stopped } from '../results/task-result.ts';
import type { TaskInput } from '../schemas.ts';

type Stop = (input: TaskInput, context: ServerContext) => Promise<CallToolResult>;

/** The tool that stops a run. A task that has ended stays as it is. */
export function createStopTool({ client }: ToolSettings): Stop {
  return async ({ taskId }, { mcpReq: { signal } }) => {
    try {
      return stopped(await client.tasks.stop(taskId, { signal }));
    } catch (error) {
      return hasCode(error, 'not_found') ? noSuchTask(taskId) : toFailure(error, taskId);
    }
  };
}
