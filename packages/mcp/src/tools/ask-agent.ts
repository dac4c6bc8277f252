import type { CallToolResult, ServerContext } from '@modelcontextprotocol/server';
import type { ServedAgent, ToolSettings } from '../options.ts';
import { toFailure } from '../results/failure-result.ts';
import { completed, paused, stillAtWork, waitsForLogin } from '../results/task-result.ts';
import type { OpenCall, Session } from '../runs/session.ts';
import { startRun } from '../runs/start-run.ts';
import type { AgentRun, Question } from '../runs/types.ts';
import type { Seen } from '../runs/watch-run.ts';
import type { AskInput } from '../schemas.ts';
import { followRun } from './follow-call.ts';

type Ask = (input: AskInput, context: ServerContext) => Promise<CallToolResult>;

/** The tool of an agent: it starts a run and returns its answer, or the id of its task. */
export function createAskTool({ id: agentId }: ServedAgent, settings: ToolSettings, session: Session): Ask {
  return async ({ prompt, threadId }, context) => {
    const question: Question = { agentId, prompt, threadId };
    const call = session.open(toKey(question, context), () => startRun(settings, question));
    let run: AgentRun;
    try {
      run = await call.run;
    } catch (error) {
      call.close();
      return toFailure(error, threadId ?? '');
    }
    const seen = await followRun(run, settings, context);
    settle(seen, run, call, session);
    return tell(seen, run);
  };
}

/** Identifies a repeated call within a connection: clients number their calls by the token. */
function toKey(question: Question, { mcpReq }: ServerContext): string | undefined {
  const token = mcpReq._meta?.progressToken;
  return token === undefined ? undefined : JSON.stringify([token, question]);
}

/** Decides what becomes of the run when its call ends. */
function settle({ type }: Seen, run: AgentRun, call: OpenCall, session: Session): void {
  const isLast = call.close();
  if (type === 'paused') session.toldPauses.add(run.taskId);
  if (type === 'login') run.toldLogin();
  if (!isLast) return;
  if (type === 'cancelled') run.abandon(new Error('The call was cancelled'));
  if (type === 'held' || type === 'login') session.keep(run);
}

/** What a call tells of a run that it has watched. */
export function tell(seen: Seen, { taskId, status }: AgentRun): CallToolResult {
  switch (seen.type) {
    case 'completed':
      return completed(seen.task);
    case 'paused':
      return paused(seen.task);
    case 'error':
      return toFailure(seen.error, taskId);
    case 'login':
      return waitsForLogin(taskId, status, seen.authUrl);
    default:
      return stillAtWork(taskId, status);
  }
}
