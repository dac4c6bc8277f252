import { type FailedStatus, type Task, TaskFailedError } from '@xpander/sdk';
import type { AgentPart, ToolPart } from '@xpander/sdk/parts';
import type { ChatChunk } from './chat-message.ts';
import { toErrorText } from './error-text.ts';
import { toAuthData, toPlanData, toStatusData } from './status-data.ts';
import type { OnError, Shown } from './stream-options.ts';

interface WriteOptions {
  readonly show: Shown;
  readonly onError: OnError | undefined;
  readonly messageId: string | undefined;
}

/** What the chunks so far have told. */
interface Written {
  /** The text that is being written. */
  textId: string | undefined;
  /** The number of texts and reasonings so far, which their ids are made of. */
  blocks: number;
  /** The last status, as JSON. */
  status: string;
  isFinished: boolean;
}

/** Writes the parts of a run as the chunks of one message. Errors become chunks, too: it never rejects. */
export async function* writeChunks(
  reader: AsyncIterator<AgentPart>,
  options: WriteOptions,
): AsyncGenerator<ChatChunk, void> {
  const { messageId, onError } = options;
  const written: Written = { textId: undefined, blocks: 0, status: '', isFinished: false };
  // The page and every proxy on the way get the first bytes before the agent has answered.
  yield { type: 'start', ...(messageId !== undefined && { messageId }) };
  yield { type: 'start-step' };
  try {
    for (let step = await reader.next(); !step.done; step = await reader.next())
      yield* chunksOf(step.value, written, options);
    if (!written.isFinished) yield* endOf(written, 'other');
  } catch (error) {
    yield* endText(written);
    yield { type: 'error', errorText: toErrorText(error, onError) };
    if (!written.isFinished) yield* endOf(written, 'error');
  }
}

function* chunksOf(part: AgentPart, written: Written, options: WriteOptions): Generator<ChatChunk, void> {
  const { show } = options;
  switch (part.type) {
    case 'text':
      return yield* writeText(part.text, written);
    case 'reasoning':
      if (show.reasoning) yield* writeReasoning(part.text, written);
      return;
    case 'tool-call':
    case 'tool-result':
      if (show.tools !== 'none') yield* writeTool(part, written, show.tools === 'all');
      return;
    case 'plan':
      if (show.plan) yield { type: 'data-plan', id: 'plan', data: toPlanData(part.plan) };
      return;
    case 'auth':
      if (show.auth) yield { type: 'data-auth', id: 'auth', data: toAuthData(part.auth) };
      return;
    case 'status':
    case 'paused':
      return yield* writeStatus(part.task, written, show);
    case 'finish':
      return yield* writeEnd(part.task, written, options);
  }
}

function* writeText(delta: string, written: Written): Generator<ChatChunk, void> {
  if (written.textId === undefined) {
    written.textId = nextId('text', written);
    yield { type: 'text-start', id: written.textId };
  }
  yield { type: 'text-delta', id: written.textId, delta };
}

function* endText(written: Written): Generator<ChatChunk, void> {
  if (written.textId !== undefined) yield { type: 'text-end', id: written.textId };
  written.textId = undefined;
}

function* writeReasoning(delta: string, written: Written): Generator<ChatChunk, void> {
  yield* endText(written);
  const id = nextId('reasoning', written);
  yield { type: 'reasoning-start', id };
  yield { type: 'reasoning-delta', id, delta };
  yield { type: 'reasoning-end', id };
}

function* writeTool(part: ToolPart, written: Written, withContent: boolean): Generator<ChatChunk, void> {
  const tool = { toolCallId: part.id, providerExecuted: true, dynamic: true } as const;
  if (part.type === 'tool-call') {
    // Text that follows the call is shown below it.
    yield* endText(written);
    const content = withContent ? { input: part.input ?? {}, ...(part.title && { title: part.title }) } : { input: {} };
    yield { type: 'tool-input-available', ...tool, toolName: part.name, ...content };
  } else if (part.isError) {
    yield { type: 'tool-output-error', ...tool, errorText: withContent ? toText(part.output) : toolFailed };
  } else {
    yield { type: 'tool-output-available', ...tool, output: withContent ? (part.output ?? null) : null };
  }
}

const toolFailed = 'The tool failed.';

function toText(output: unknown): string {
  return (typeof output === 'string' ? output : JSON.stringify(output)) || toolFailed;
}

function* writeStatus(task: Task, written: Written, show: Shown): Generator<ChatChunk, void> {
  const data = toStatusData(task, show.auth);
  const status = JSON.stringify(data);
  if (status !== written.status) yield { type: 'data-status', id: 'status', data };
  written.status = status;
}

function* writeEnd(task: Task, written: Written, { show, onError }: WriteOptions): Generator<ChatChunk, void> {
  yield* endText(written);
  yield* writeStatus(task, written, show);
  if (task.status === 'completed') return yield* endOf(written, 'stop');
  if (task.status === 'stopped') return yield* endOf(written, 'other');
  const error = new TaskFailedError(task, (task.status ?? 'failed') as FailedStatus);
  yield { type: 'error', errorText: toErrorText(error, onError) };
  yield* endOf(written, 'error');
}

function* endOf(written: Written, finishReason: 'stop' | 'error' | 'other'): Generator<ChatChunk, void> {
  yield* endText(written);
  written.isFinished = true;
  yield { type: 'finish-step' };
  yield { type: 'finish', finishReason };
}

function nextId(kind: string, written: Written): string {
  written.blocks += 1;
  return `${kind}-${written.blocks}`;
}
