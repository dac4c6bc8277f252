import type { AgentDetails, AgentSummary } from '../protocol/models.ts';

const SUMMARY_FIELDS: readonly (keyof AgentSummary)[] = [
  ...(['id', 'name', 'organization_id', 'description', 'icon', 'status', 'deployment_type', 'created_at'] as const),
  ...(['instructions', 'model_provider', 'llm_api_base', 'model_name', 'framework'] as const),
  ...(['using_nemo', 'is_coordinate_mode', 'has_pending_changes'] as const),
];

/** Returns the fields of an agent that a list contains. */
export function summarizeAgent(agent: AgentDetails): AgentSummary {
  const shown = Object.fromEntries(SUMMARY_FIELDS.map((name) => [name, agent[name]]));
  return { ...shown, id: agent.id };
}
