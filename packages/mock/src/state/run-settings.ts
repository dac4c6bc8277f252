import type { RunSettings } from '../agents/types.ts';
import type { AgentDetails } from '../protocol/models.ts';
import type { TurnRequest } from './types.ts';

/** The settings of a run: those of its request, and where it names none, those of the agent. */
export function runSettings({ request, version, conversation }: TurnRequest, agent: AgentDetails): RunSettings {
  // An output schema alone means JSON in a conversation (openapi/FACTS.md#b14). Of invocations this is not known.
  const isSchemaEnough = conversation !== undefined && request.output_schema != null;
  const format = request.output_format ?? (isSchemaEnough ? 'json' : agent.output_format) ?? 'text';
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
