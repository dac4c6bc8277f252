import type { LanguageModelV3FinishReason, LanguageModelV3Usage, SharedV3ProviderMetadata } from '@ai-sdk/provider';
import type { Task } from '@xpander/sdk';

/** Why a run ended. A run that was left, for example because it is paused, has ended with an error. */
export function toFinishReason(task: Task | undefined): LanguageModelV3FinishReason {
  const raw = task?.status ?? undefined;
  if (raw === 'completed') return { unified: 'stop', raw };
  return { unified: raw === 'stopped' ? 'other' : 'error', raw };
}

/** The tokens of a run. The API says 0 where it has not counted, so 0 is unknown. */
export function toUsage(task: Task | undefined): LanguageModelV3Usage {
  const { prompt_tokens: input, completion_tokens: output } = task?.tokens ?? {};
  return {
    inputTokens: { total: input || undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: output || undefined, text: undefined, reasoning: undefined },
  };
}

/** The ids of a run. One id is that of the task and of its thread. */
export function toMetadata(task: Task): SharedV3ProviderMetadata {
  const { id, status, agent_version: agentVersion } = task;
  return {
    xpander: { taskId: id, threadId: id, ...(status && { status }), ...(agentVersion && { agentVersion }) },
  };
}

/** The id of a run, and the model behind the agent where the API names it. */
export function toResponse(task: Task, agentId: string): { id: string; modelId: string } {
  return { id: task.id, modelId: task.llm_model_name || agentId };
}
