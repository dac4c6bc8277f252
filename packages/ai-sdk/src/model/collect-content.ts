import type { LanguageModelV3Content } from '@ai-sdk/provider';
import type { Task } from '@xpander/sdk';
import { answerOf, jsonAnswerOf } from './answer.ts';
import { readParts } from './read-parts.ts';
import type { ModelRun } from './start-run.ts';
import { toToolContent } from './tool-content.ts';

/** What a run has made. */
export interface Collected {
  readonly content: LanguageModelV3Content[];
  readonly task: Task;
}

/** Reads a run to its end: its steps, and its answer as the last text. Rejects unless it completes. */
export async function collectContent(run: ModelRun): Promise<Collected> {
  const content: LanguageModelV3Content[] = [];
  let pieces = '';
  for await (const part of readParts(run)) {
    if (part.type === 'text') pieces += part.text;
    else if (part.type === 'reasoning') content.push({ type: 'reasoning', text: part.text });
    else if (part.type === 'tool-call' || part.type === 'tool-result') content.push(toToolContent(part));
  }
  const task = await run.stream.finalTask();
  const text = run.isJson ? await jsonAnswerOf(task, pieces) : answerOf(task) || pieces;
  if (text !== '') content.push({ type: 'text', text });
  return { content, task };
}
