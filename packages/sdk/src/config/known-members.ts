import type { AgentQuery, InvokeInput, InvokeRequest, TaskQuery, User } from '../models.ts';

// The members of what callers send. The compiler holds each list to the generated types.

export const requestMembers: readonly string[] = Object.keys({
  input: true,
  id: true,
  output_format: true,
  output_schema: true,
  instructions_override: true,
  additional_context: true,
  expected_output: true,
  think_mode: true,
  llm_model_provider: true,
  llm_model_name: true,
  llm_reasoning_effort: true,
  disable_attachment_injection: true,
  user_oidc_token: true,
  user_tokens: true,
  mcp_servers: true,
  title: true,
  source: true,
  source_node_type: true,
  payload_extension: true,
  parent_execution_id: true,
  triggering_agent_id: true,
  worker_id: true,
  run_locally: true,
  test_run_node_id: true,
  events_streaming: true,
  return_metrics: true,
} satisfies Record<keyof InvokeRequest, true>);

export const inputMembers: readonly string[] = Object.keys({
  text: true,
  files: true,
  user: true,
} satisfies Record<keyof InvokeInput, true>);

export const userMembers: readonly string[] = Object.keys({
  id: true,
  email: true,
  first_name: true,
  last_name: true,
  additional_attributes: true,
  role: true,
  is_super_admin: true,
  timezone: true,
} satisfies Record<keyof User, true>);

/** The filters of all lists. The server ignores a filter that belongs to another list. */
export const filters: readonly string[] = Object.keys({
  page: true,
  per_page: true,
  user_id: true,
  parent_task_id: true,
  agent_id: true,
  triggering_agent_id: true,
  status: true,
  internal_status: true,
  from_date: true,
  to_date: true,
} satisfies Record<keyof TaskQuery | keyof AgentQuery, true>);
