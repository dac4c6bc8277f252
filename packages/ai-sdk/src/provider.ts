import { NoSuchModelError } from '@ai-sdk/provider';
import { type AgentDefaults, Xpander, type XpanderOptions } from '@xpander/sdk';
import { createLanguageModel } from './model/language-model.ts';
import type { XpanderLanguageModel } from './model/types.ts';

/** Makes models of agents. It also fits into `createProviderRegistry` of the AI SDK. */
export interface XpanderProvider {
  /**
   * An agent as a model. `options` are defaults for all its calls, such as `onPaused`, `version` and `deadlineMs`.
   *
   * @throws ConfigurationError if the id or an option is invalid.
   */
  (agentId: string, options?: AgentDefaults): XpanderLanguageModel;
  readonly specificationVersion: 'v3';
  /** The same as a call of the provider. */
  languageModel(agentId: string, options?: AgentDefaults): XpanderLanguageModel;
  /** @throws NoSuchModelError always, because agents make no embeddings. */
  embeddingModel(modelId: string): never;
  /** @throws NoSuchModelError always, because agents are no image models. */
  imageModel(modelId: string): never;
}

/**
 * Makes models for `generateText`, `streamText` and agents of the AI SDK, versions 6 and 7.
 *
 * It takes a client of `@xpander/sdk`, or the options of one. Without either, the client reads `XPANDER_API_KEY` and
 * `XPANDER_API_URL`. A missing key is reported by the first call.
 *
 * @example
 * const xpander = createXpander();
 * const { text } = await generateText({ model: xpander('agent-id'), prompt: 'Which competitors raised prices?' });
 *
 * @throws ConfigurationError if an option of the client is invalid.
 */
export function createXpander(clientOrOptions: Xpander | XpanderOptions = {}): XpanderProvider {
  const client = isClient(clientOrOptions) ? clientOrOptions : new Xpander(clientOrOptions);
  const languageModel: XpanderProvider['languageModel'] = (agentId, options) =>
    createLanguageModel(client, agentId, options);
  return Object.assign((agentId: string, options?: AgentDefaults) => languageModel(agentId, options), {
    specificationVersion: 'v3' as const,
    languageModel,
    embeddingModel: (modelId: string) => refuse(modelId, 'embeddingModel'),
    imageModel: (modelId: string) => refuse(modelId, 'imageModel'),
  });
}

/** Not by `instanceof`: the client may come from another copy of the SDK. */
function isClient(value: Xpander | XpanderOptions): value is Xpander {
  return typeof Object(value).agent === 'function';
}

function refuse(modelId: string, modelType: 'embeddingModel' | 'imageModel'): never {
  throw new NoSuchModelError({ modelId, modelType });
}
