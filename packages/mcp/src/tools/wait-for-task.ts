import type { CallToolResult, ServerContext } from '@modelcontextprotocol/server';
import type { Task } from '@xpander/sdk';
import type { ToolSettings } from '../options.ts';
import { hasCode, pausedTaskOf } from '../results/error-facts.ts';
import { noSuchTask, toFailure } from '../results/failure-result.ts';
import { completed, paused, stillAtWork } from '../results/task-result.ts';
import type { Session } from '../runs/session.ts';
import type { AgentRun } from '../runs/types.ts';
import type { TaskInput } from '../schemas.ts';
import { tell } from './ask-agent.ts';
import { followRun, whileReporting } from './follow-call.ts';

type Wait = (input: TaskInput, context: ServerContext) => Promise<CallToolResult>;

/** The tool that goes on waiting. It never stops a run, not even if it is cancelled. */
export function createWaitTool(settings: ToolSettings, session: Session): Wait {
  return ({ taskId }, context) => {
    const run = session.find(taskId);
    return run === undefined ? pollTask(taskId, settings, session, context) : followOn(run, settings, session, context);
  };
}

/** Follows a run of this session, which is still being read. */
async function followOn(
  run: AgentRun,
  settings: ToolSettings,
  session: Session,
  context: ServerContext,
): Promise<CallToolResult> {
  const seen = await followRun(run, settings, context);
  if (seen.type === 'login') run.toldLogin();
  if (seen.type === 'paused') session.toldPauses.add(run.taskId);
  if (seen.type === 'completed' || seen.type === 'paused' || seen.type === 'error') session.forget(run);
  return tell(seen, run);
}

async function pollTask(
  taskId: string,
  { client, holdMs, heartbeatMs }: ToolSettings,
  { toldPauses }: Session,
  context: ServerContext,
): Promise<CallToolResult> {
  let last: Task | undefined;
  const status = (): string => last?.status ?? 'not read yet';
  return whileReporting(context, heartbeatMs, status, async (progress) => {
    const onUpdate = (task: Task): void => {
      last = task;
      progress.tell(status());
    };
    // A client that has been told of a pause waits for the person.
    const onPaused = toldPauses.has(taskId) ? 'wait' : 'throw';
    const { signal } = context.mcpReq;
    try {
      const task = await client.tasks.wait(taskId, { signal, deadlineMs: holdMs, onUpdate, onPaused });
      toldPauses.delete(taskId);
      return completed(task);
    } catch (error) {
      return whyNot(error);
    }

    function whyNot(error: unknown): CallToolResult {
      if (hasCode(error, 'not_found')) return noSuchTask(taskId);
      const isHeld = hasCode(error, 'deadline') && last !== undefined;
      const waiting = pausedTaskOf(error) ?? (isHeld && last?.status === 'paused' ? last : undefined);
      if (waiting === undefined) return isHeld ? stillAtWork(taskId, status()) : toFailure(error, taskId);
      toldPauses.add(taskId);
      return paused(waiting);
    }
  });
}
