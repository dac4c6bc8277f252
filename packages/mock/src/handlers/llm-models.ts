import type { components } from '@xpander/generated';
import { httpError } from '../protocol/http-error.ts';

type LlmModel = components['schemas']['LlmModel'];
type LlmProvider = components['schemas']['LlmProvider'];

const MODELS: Readonly<Record<string, readonly LlmModel[]>> = {
  anthropic: [
    { model_id: 'claude-sonnet-4-6', display_name: 'Claude Sonnet 4.6', tier: 2, description: 'For everyday work' },
    { model_id: 'claude-haiku-4-5', display_name: 'Claude Haiku 4.5', tier: 1, description: null },
  ],
  openai: [{ model_id: 'gpt-5.2', display_name: 'GPT-5.2', tier: 2, description: null }],
  amazon_bedrock: [],
};

/** The providers the mock pretends to know; the identifiers are those of openapi/FACTS.md#b7. */
export function listProviders(): LlmProvider[] {
  return Object.keys(MODELS).map((identifier) => ({ internal_identifier: identifier }));
}

/** Returns the models of a provider. @throws HttpError 404 for an unknown provider. */
export function listModels(provider: string): readonly LlmModel[] {
  if (!Object.hasOwn(MODELS, provider)) throw httpError(404, 'Provider not found');
  return MODELS[provider] ?? [];
}
