import { type AgentRequest, ConfigurationError, type InvokeInput, type InvokeRequest } from '@xpander/sdk';
import { describePart, toFileUrl } from './message-content.ts';
import { toEffort, type Warnings, warnOfSettings } from './settings.ts';
import type { ModelCallOptions, TurnMessage, XpanderProviderOptions } from './types.ts';

/** A run's request, and what of the call it cannot have. */
export interface PreparedRequest {
  readonly request: Exclude<AgentRequest, string>;
  readonly warnings: Warnings;
}

/**
 * Translates a call of a model into a request. The messages after the last answer are the input. Earlier ones are left
 * out on a thread, which the agent remembers, and are a transcript otherwise.
 *
 * @throws UnsupportedFunctionalityError for a file that is no http(s) URL.
 * @throws ConfigurationError if no message follows the last answer.
 */
export function toRequest(options: ModelCallOptions, own: XpanderProviderOptions): PreparedRequest {
  const warnings: Warnings = [];
  warnOfSettings(options, warnings);
  const instructions = options.prompt.flatMap((message) => (message.role === 'system' ? [message.content] : []));
  const turns = options.prompt.filter((message) => message.role !== 'system');
  const start = turns.findLastIndex(({ role }) => role === 'assistant') + 1;
  const earlier = own.threadId === undefined ? turns.slice(0, start) : [];
  const effort = own.reasoningEffort ?? toEffort(options, warnings);
  const request = {
    input: toInput(turns.slice(start)),
    return_metrics: true,
    ...(instructions.length > 0 && { instructions_override: instructions.join('\n') }),
    ...(earlier.length > 0 && { additional_context: toTranscript(earlier, warnings) }),
    ...toOutputFormat(options),
    ...(own.thinkMode && { think_mode: own.thinkMode }),
    ...(effort && { llm_reasoning_effort: effort }),
  };
  return { request, warnings };
}

function toInput(messages: readonly TurnMessage[]): InvokeInput {
  const texts: string[] = [];
  const files: string[] = [];
  for (const part of messages.flatMap(({ content }) => content)) {
    if (part.type === 'file') files.push(toFileUrl(part.data));
    else texts.push(describePart(part) ?? '');
  }
  const text = texts.filter((piece) => piece !== '').join('\n');
  if (text === '' && files.length === 0)
    throw new ConfigurationError('prompt', 'has no text or file after the last answer', 'End it with a user message');
  return { text, ...(files.length > 0 && { files }) };
}

const speakers = { user: 'User', assistant: 'Assistant', tool: 'Tool' };

function toTranscript(messages: readonly TurnMessage[], warnings: Warnings): string {
  const option = '`providerOptions: { xpander: { threadId } }`';
  const details = `Earlier messages are sent as a transcript. With ${option}, the agent remembers the conversation.`;
  warnings.push({ type: 'compatibility', feature: 'earlier messages', details });
  const lines = messages.flatMap(({ role, content }) => {
    const pieces = content.map(describePart).filter((piece) => piece !== undefined);
    return pieces.length > 0 ? [`${speakers[role]}: ${pieces.join('\n')}`] : [];
  });
  return ['The conversation so far:', ...lines].join('\n');
}

type OutputFormat = Pick<InvokeRequest, 'output_format' | 'output_schema'>;

function toOutputFormat({ responseFormat }: ModelCallOptions): OutputFormat {
  if (responseFormat?.type !== 'json') return {};
  const { schema } = responseFormat;
  return { output_format: 'json', ...(schema && { output_schema: { ...schema } }) };
}
