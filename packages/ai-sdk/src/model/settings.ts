import type { SharedV3Warning } from '@ai-sdk/provider';
import type { InvokeRequest } from '@xpander/sdk';
import type { ModelCallOptions } from './types.ts';

type Effort = InvokeRequest['llm_reasoning_effort'];

/** What a warning is added to. */
export type Warnings = SharedV3Warning[];

const unsupported = [
  'temperature',
  'topP',
  'topK',
  'maxOutputTokens',
  'stopSequences',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
] as const satisfies readonly (keyof ModelCallOptions)[];

/** Warns of the settings that a run cannot have. */
export function warnOfSettings(options: ModelCallOptions, warnings: Warnings): void {
  const details = 'The settings of the agent decide on it.';
  for (const feature of unsupported)
    if (options[feature] !== undefined) warnings.push({ type: 'unsupported', feature, details });
  const hint = 'The agent has tools of its own. Add tools to the agent, for example as an MCP server.';
  if (options.tools?.length) warnings.push({ type: 'unsupported', feature: 'tools', details: hint });
  // The AI SDK adds `auto` by itself.
  if (options.toolChoice && options.toolChoice.type !== 'auto')
    warnings.push({ type: 'unsupported', feature: 'toolChoice', details: 'The agent chooses its tools itself.' });
}

/** The efforts of the AI SDK, as the API has them. */
const efforts: Readonly<Record<string, Effort>> = {
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'xhigh',
  max: 'xhigh',
};

/** The effort that `reasoning` asks for. One that the API does not have becomes the nearest, with a warning. */
export function toEffort({ reasoning }: ModelCallOptions, warnings: Warnings): Effort {
  if (reasoning === undefined || reasoning === 'provider-default') return undefined;
  const effort = efforts[reasoning];
  const feature = `reasoning ${JSON.stringify(reasoning)}`;
  if (effort === undefined)
    warnings.push({ type: 'unsupported', feature, details: 'The setting of the agent decides on it.' });
  else if (effort !== reasoning)
    warnings.push({ type: 'compatibility', feature, details: `The nearest effort is sent: ${effort}.` });
  return effort;
}
