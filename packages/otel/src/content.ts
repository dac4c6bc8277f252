import type { Attributes } from '@opentelemetry/api';
import type { Outcome } from './outcome.ts';
import type { Operation } from './types.ts';

/** The prompt, in the form of the conventions. Nothing else of the request is read: it may contain tokens of users. */
export function promptAttributes({ request }: Operation): Attributes {
  const text = request?.input?.text;
  if (typeof text !== 'string' || text === '') return {};
  return { 'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: text }] }]) };
}

/** The answer, in the form of the conventions. */
export function answerAttributes({ task, isEnd, errorType }: Outcome): Attributes {
  const result = isEnd ? task?.result : undefined;
  if (result === undefined || result === null || result === '') return {};
  const content = typeof result === 'string' ? result : JSON.stringify(result);
  const message = {
    role: 'assistant',
    parts: [{ type: 'text', content }],
    finish_reason: errorType === undefined ? 'stop' : 'error',
  };
  return { 'gen_ai.output.messages': JSON.stringify([message]) };
}
