import type { RunSettings } from '../agents/types.ts';
import type { AgentDetails, InvokeRequest } from '../protocol/models.ts';

/** The settings of a run: those of its request, and where it names none, those of the agent. */
export function runSettings(request: InvokeRequest, agent: AgentDetails, version: string | null): RunSettings {
  const format = request.output_format ?? agent.output_format ?? 'text';
  const ownSchema = format === 'json' ? (agent.output_schema ?? null) : null;
  const isLive = version === null || (version === 'draft' && agent.has_pending_changes !== true);
  return {
    version: isLive ? String(agent.version ?? 1) : version,
    output_format: format,
    output_schema: request.output_schema ?? ownSchema,
    llm_model_provider: request.llm_model_provider ?? agent.model_provider ?? null,
    llm_model_name: request.llm_model_name ?? agent.model_name ?? null,
    llm_reasoning_effort: request.llm_reasoning_effort ?? agent.llm_reasoning_effort ?? null,
  };
}
