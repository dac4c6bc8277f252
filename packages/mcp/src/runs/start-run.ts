import { type StreamOptions, type TaskStream, taskIdOf, type Xpander } from '@xpander/sdk';
import { type AgentPart, parts } from '@xpander/sdk/parts';
import type { ToolSettings } from '../options.ts';
import { describePart } from '../progress/describe-part.ts';
import { pausedTaskOf } from '../results/error-facts.ts';
import { createLoginWatch } from './login-watch.ts';
import type { AgentRun, Question, RunEnd } from './types.ts';

/** Sends a question to its agent, and reads the run in the background. */
export async function startRun(
  { client, onCancel }: Pick<ToolSettings, 'client' | 'onCancel'>,
  question: Question,
): Promise<AgentRun> {
  const { agentId, threadId } = question;
  const key = crypto.randomUUID();
  // The id is known beforehand, so that a call can name it even if the answer to its request is lost or late.
  const plannedId = threadId ?? (await taskIdOf(agentId, key));
  const abandoning = new AbortController();
  const options = { signal: abandoning.signal, deadlineMs: 0, onAbandon: onCancel, onAmbiguous: 'throw' } as const;
  const stream = openStream(client, question, key, options);
  return readRun(stream, plannedId, (reason) => abandoning.abort(reason));
}

function openStream(
  client: Xpander,
  { agentId, prompt, threadId }: Question,
  key: string,
  options: StreamOptions,
): TaskStream {
  const agent = client.agent(agentId);
  if (threadId !== undefined) return agent.thread(threadId).stream(prompt, options);
  return agent.stream(prompt, { ...options, once: { key, isFirst: true } });
}

function readRun(stream: TaskStream, plannedId: string, abandon: AgentRun['abandon']): AgentRun {
  const reader = parts(stream)[Symbol.asyncIterator]();
  const listeners = new Set<(message: string) => void>();
  const logins = createLoginWatch();
  let status = 'pending';
  let hasLeft = false;

  /** Before that, it is an earlier turn of the thread that is paused, and the prompt was not sent. */
  const hasOpened = (): boolean => stream.taskId !== undefined;

  const leave = (): void => {
    hasLeft = true;
    reader.return?.().catch(() => {});
  };

  const note = (part: AgentPart): void => {
    if ('task' in part) status = part.task.status ?? status;
    if (part.type === 'auth') logins.note(part.auth);
    const message = describePart(part);
    if (message !== undefined) for (const listener of listeners) listener(message);
  };

  const read = async (): Promise<RunEnd> => {
    try {
      for (let step = await reader.next(); !step.done; step = await reader.next()) {
        note(step.value);
        if (step.value.type !== 'paused' || !hasOpened()) continue;
        // A person may take days. The connection is not kept for that.
        leave();
        return { type: 'paused', task: step.value.task };
      }
      return hasLeft ? { type: 'left' } : { type: 'completed', task: await stream.finalTask() };
    } catch (error) {
      const task = hasOpened() ? pausedTaskOf(error) : undefined;
      return task === undefined ? { type: 'error', error } : { type: 'paused', task };
    }
  };

  return {
    get taskId() {
      return stream.taskId ?? plannedId;
    },
    get status() {
      return status;
    },
    end: read(),
    login: logins.untold,
    toldLogin: logins.told,
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    leave,
    abandon,
  };
}
