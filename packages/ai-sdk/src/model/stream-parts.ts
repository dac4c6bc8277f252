import type { LanguageModelV3StreamPart } from '@ai-sdk/provider';
import type { Task } from '@xpander/sdk';
import type { AgentPart } from '@xpander/sdk/parts';
import { answerOf, endsWithAnswer, jsonAnswerOf } from './answer.ts';
import { type Blocks, createBlocks } from './blocks.ts';
import { readParts } from './read-parts.ts';
import { toFinishReason, toMetadata, toResponse, toUsage } from './run-facts.ts';
import type { ModelRun } from './start-run.ts';
import { toToolContent } from './tool-content.ts';

/**
 * Reads a run as the parts of a model's stream. A run that does not complete ends with an `error` and a `finish`. Only an
 * abort throws.
 */
export async function* streamParts(run: ModelRun, agentId: string): AsyncGenerator<LanguageModelV3StreamPart, void> {
  const { stream, options, warnings } = run;
  const blocks = createBlocks();
  let pieces = '';
  let last: Task | undefined = stream.taskId === undefined ? undefined : { id: stream.taskId };
  yield { type: 'stream-start', warnings };
  if (last) yield { type: 'response-metadata', ...toResponse(last, agentId) };
  try {
    for await (const part of readParts(run)) {
      if ('task' in part) last = part.task;
      if (part.type === 'text') pieces += part.text;
      if (options.includeRawChunks) yield { type: 'raw', rawValue: part };
      yield* toStreamParts(part, run, blocks);
    }
    last = await stream.finalTask();
    yield* toAnswer(last, run, pieces, blocks);
  } catch (error) {
    yield* blocks.close();
    if (options.abortSignal?.aborted) throw error;
    yield { type: 'error', error };
  }
  if (last) yield { type: 'response-metadata', ...toResponse(last, agentId) };
  const facts = { finishReason: toFinishReason(last), usage: toUsage(last) };
  yield { type: 'finish', ...facts, ...(last && { providerMetadata: toMetadata(last) }) };
}

function* toStreamParts(part: AgentPart, { isJson }: ModelRun, blocks: Blocks): Generator<LanguageModelV3StreamPart> {
  switch (part.type) {
    case 'text':
      // The pieces may have a fence around the JSON, which is sent at the end.
      if (!isJson) yield* blocks.write('text', part.text);
      return;
    case 'reasoning':
      yield* blocks.write('reasoning', part.text);
      return yield* blocks.close();
    case 'tool-call':
    case 'tool-result':
      yield* blocks.close();
      yield toToolContent(part);
  }
}

/** What the answer has that the pieces have not. */
async function* toAnswer(
  task: Task,
  { isJson }: ModelRun,
  pieces: string,
  blocks: Blocks,
): AsyncGenerator<LanguageModelV3StreamPart, void> {
  const answer = isJson ? await jsonAnswerOf(task, pieces) : answerOf(task);
  const isSent = isJson ? answer === '' : endsWithAnswer(pieces, answer);
  if (!isSent) {
    yield* blocks.close();
    yield* blocks.write('text', answer);
  }
  yield* blocks.close();
}
