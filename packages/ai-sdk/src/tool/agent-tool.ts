import { type Agent, ConfigurationError, type TaskStream } from '@xpander/sdk';
import { type AgentPart, parts } from '@xpander/sdk/parts';
import { answerOf } from '../model/answer.ts';
import { type PromptSchema, promptSchema } from './prompt-schema.ts';

/** Options of {@link agentTool}. */
export interface AgentToolOptions {
  /** What the agent can do, and when to call it. The calling model reads it. */
  readonly description: string;
  /**
   * Longest time for a call of the tool, its whole run included, in milliseconds. `0` means no limit.
   *
   * @defaultValue the `deadlineMs` of the agent
   */
  readonly timeoutMs?: number | undefined;
}

/** What the agent has done so far, and at last its answer. */
export interface AgentToolOutput {
  /** The answer so far. */
  readonly text: string;
  /** The status of the run, such as `executing`, `paused` or `completed`. `undefined` before the first snapshot. */
  readonly status?: string | undefined;
  readonly taskId?: string | undefined;
  /** The name of the tool that the agent is calling: the latest one, if it calls several at once. */
  readonly tool?: string | undefined;
  /** The page where a person has to log in, while the run waits for it. */
  readonly authUrl?: string | undefined;
}

/** A tool that `generateText`, `streamText` and agents of the AI SDK take. */
export interface AgentTool {
  readonly description: string;
  readonly inputSchema: PromptSchema;
  /** Yields preliminary results, and the answer as the last one. */
  execute(
    input: { prompt: string },
    options: { abortSignal?: AbortSignal | undefined },
  ): AsyncGenerator<AgentToolOutput, void>;
  /** The calling model gets the answer alone. */
  toModelOutput(options: { output: AgentToolOutput }): { type: 'text'; value: string };
}

/**
 * Makes an agent, or a workflow, a tool of any model. Each call is a run of its own. Its defaults, such as `onPaused` and
 * `onAbandon`, are those of the agent. A run that does not complete is an error of the tool, which the calling model sees.
 *
 * @example
 * const tools = { analyst: agentTool(client.agent('agent-id'), { description: 'Analyzes competitors and their prices' }) };
 *
 * @throws ConfigurationError if an option is invalid.
 */
export function agentTool(agent: Pick<Agent, 'stream'>, options: AgentToolOptions): AgentTool {
  const { description, timeoutMs } = checkOptions(agent, options);
  return {
    description,
    inputSchema: promptSchema,
    execute: ({ prompt }, { abortSignal }) =>
      follow(agent.stream(prompt, { signal: abortSignal, deadlineMs: timeoutMs })),
    toModelOutput: ({ output }) => ({ type: 'text', value: output.text }),
  };
}

async function* follow(stream: TaskStream): AsyncGenerator<AgentToolOutput, void> {
  const openCalls = new Map<string, string>();
  let now: AgentToolOutput = { text: '' };
  let shown: AgentToolOutput | undefined;
  for await (const part of parts(stream)) {
    now = advance(now, part, openCalls);
    // Each result repeats the text so far, so a long one is shown in steps that grow with it.
    if (now === shown || (part.type === 'text' && shown && now.text.length < shown.text.length * 1.1)) continue;
    shown = now;
    yield now;
    // `finalTask` rejects or waits, as the agent's `onPaused` says. A loop over the parts would always wait.
    if (part.type === 'paused') break;
  }
  const task = await stream.finalTask();
  yield { text: answerOf(task) || now.text, status: task.status, taskId: task.id };
}

/** What is known after a part. The same object if the part tells nothing. `openCalls` has the names of tools by call. */
function advance(now: AgentToolOutput, part: AgentPart, openCalls: Map<string, string>): AgentToolOutput {
  switch (part.type) {
    case 'text':
      return { ...now, text: now.text + part.text };
    case 'tool-call':
      openCalls.set(part.id, part.name);
      return { ...now, tool: part.name };
    case 'tool-result':
      openCalls.delete(part.id);
      return { ...now, tool: [...openCalls.values()].at(-1) };
    case 'status':
    case 'paused': {
      const { id, status, pending_eca_request: login } = part.task;
      return { ...now, taskId: id, status: status ?? undefined, authUrl: login?.auth_url ?? undefined };
    }
    case 'auth': {
      const { type, data } = part.auth;
      return { ...now, authUrl: type === 'login_required' ? (data?.url ?? undefined) : undefined };
    }
    default:
      return now;
  }
}

const known = { description: true, timeoutMs: true } satisfies Record<keyof AgentToolOptions, true>;

function checkOptions(agent: unknown, options: AgentToolOptions): AgentToolOptions {
  if (typeof Object(agent).stream !== 'function')
    throw new ConfigurationError('agent', 'is no agent or workflow of a client', 'Pass `client.agent(id)`');
  for (const name of Object.keys(Object(options)))
    if (!Object.hasOwn(known, name))
      throw new ConfigurationError(name, 'is no option of agentTool', `It takes ${Object.keys(known).join(', ')}`);
  const { description, timeoutMs } = Object(options) as Partial<AgentToolOptions>;
  if (typeof description !== 'string' || description.trim() === '')
    throw new ConfigurationError('description', 'must be a non-empty string', 'Say what the agent can do');
  if (timeoutMs !== undefined && !(typeof timeoutMs === 'number' && timeoutMs >= 0 && Number.isFinite(timeoutMs)))
    throw new ConfigurationError('timeoutMs', 'must be a number of milliseconds', 'Pass 0 for no limit');
  return { description, timeoutMs };
}
