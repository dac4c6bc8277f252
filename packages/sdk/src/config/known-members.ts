import type {
  AgentQuery,
  ConversationMessage,
  CreateAgentRequest,
  InvokeInput,
  InvokeRequest,
  TaskQuery,
  UpdateAgentRequest,
  User,
} from '../models.ts';

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

/** The settings of an agent: those of a new one, and those that can be changed. */
export const agentMembers: readonly string[] = Object.keys({
  name: true,
  description: true,
  icon: true,
  avatar: true,
  type: true,
  deployment_type: true,
  status: true,
  instructions: true,
  expected_output: true,
  model_provider: true,
  model_name: true,
  llm_reasoning_effort: true,
  llm_api_base: true,
  llm_credentials_key_type: true,
  llm_credentials: true,
  llm_extra_headers: true,
  llm_settings: true,
  output_format: true,
  output_schema: true,
  framework: true,
  deep_planning: true,
  enforce_deep_planning: true,
  delegation_type: true,
  delegation_memory_strategy: true,
  delegation_end_strategy: true,
  access_scope: true,
  attached_tools: true,
  graph: true,
  should_reset_graph: true,
  source_nodes: true,
  knowledge_bases: true,
  connectivity_details: true,
  agno_settings: true,
  environment_id: true,
  using_nemo: true,
  organization_id: true,
  agent_id: true,
  created_by: true,
} satisfies Record<keyof CreateAgentRequest | keyof UpdateAgentRequest, true>);

export const messageMembers: readonly string[] = Object.keys({
  text: true,
  files: true,
  user: true,
  idempotency_key: true,
} satisfies Record<keyof Exclude<ConversationMessage, string>, true>);

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
