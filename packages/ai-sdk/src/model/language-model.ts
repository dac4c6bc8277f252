import type { LanguageModelV3GenerateResult, LanguageModelV3StreamResult } from '@ai-sdk/provider';
import type { AgentDefaults, Xpander } from '@xpander/sdk';
import { collectContent } from './collect-content.ts';
import { toFinishReason, toMetadata, toResponse, toUsage } from './run-facts.ts';
import { type ModelRun, startRun } from './start-run.ts';
import { streamParts } from './stream-parts.ts';
import type { XpanderLanguageModel } from './types.ts';

/** An agent as a model. Each call is one run. @throws ConfigurationError if the id or a default is invalid. */
export function createLanguageModel(
  client: Xpander,
  agentId: string,
  defaults: AgentDefaults = {},
): XpanderLanguageModel {
  const agent = client.agent(agentId, defaults);
  return {
    specificationVersion: 'v3',
    provider: 'xpander',
    modelId: agentId,
    // The API fetches files by their URLs, so the AI SDK must not download them.
    supportedUrls: { '*/*': [/^https?:\/\//] },
    doGenerate: async (options) => generate(startRun(agent, defaults, options), agentId),
    doStream: async (options) => openStream(startRun(agent, defaults, options), agentId),
  };
}

async function generate(run: ModelRun, agentId: string): Promise<LanguageModelV3GenerateResult> {
  const { content, task } = await collectContent(run);
  return {
    content,
    finishReason: toFinishReason(task),
    usage: toUsage(task),
    providerMetadata: toMetadata(task),
    request: { body: run.request },
    response: toResponse(task, agentId),
    warnings: run.warnings,
  };
}

/** Resolves once the run has begun, so that what prevents it rejects the call, as other models do. */
async function openStream(run: ModelRun, agentId: string): Promise<LanguageModelV3StreamResult> {
  await run.stream.opened;
  const source = streamParts(run, agentId);
  const stream = new ReadableStream({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => run.stream.abort(reason),
  });
  return { stream, request: { body: run.request } };
}
