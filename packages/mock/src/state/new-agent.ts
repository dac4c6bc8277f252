import type { AgentDetails, CreateAgentRequest } from '../protocol/models.ts';

/** What a new agent has in addition to its settings. */
export interface AgentOrigin {
  id: string;
  organizationId: string;
  createdAt: string;
}

/** A new agent is deployed once, which makes it version 2 (openapi/FACTS.md#b7). */
const FIRST_VERSION = 2;

/** An agent in service, with every setting the request leaves out at its default (openapi/FACTS.md#b7). */
export function createAgent(
  settings: CreateAgentRequest,
  { id, organizationId, createdAt }: AgentOrigin,
): AgentDetails {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined && value !== null);
  return {
    ...defaultSettings(),
    ...Object.fromEntries(given),
    id,
    name: settings.name,
    unique_name: toSlug(settings.name),
    organization_id: organizationId,
    status: 'ACTIVE',
    created_at: createdAt,
    version: FIRST_VERSION,
    has_pending_changes: false,
    webhook_url: `https://webhook.xpander.ai/?agent_id=${encodeURIComponent(id)}&asynchronous=false`,
  };
}

function defaultSettings(): Omit<AgentDetails, 'id'> {
  return {
    description: '',
    icon: '🤖',
    avatar: null,
    type: 'manager',
    deployment_type: 'serverless',
    access_scope: 'personal',
    environment_id: null,
    created_by: null,
    instructions: { role: [], goal: [], general: '' },
    framework: 'agno',
    model_provider: 'anthropic',
    model_name: 'claude-sonnet-4-6',
    llm_reasoning_effort: 'medium',
    llm_api_base: null,
    llm_credentials_key_type: 'xpander',
    llm_credentials: null,
    llm_extra_headers: {},
    output_format: 'markdown',
    output_schema: null,
    expected_output: '',
    deep_planning: false,
    enforce_deep_planning: false,
    using_nemo: false,
    is_coordinate_mode: false,
    ...emptySettings(),
    agno_settings: { session_storage: true, num_history_runs: 10 },
  };
}

function emptySettings(): Omit<AgentDetails, 'id'> {
  return {
    tools: [],
    attached_tools: [],
    graph: [],
    source_nodes: [{ type: 'sdk' }],
    knowledge_bases: [],
    orchestration_nodes: [],
    connectivity_details: {},
    notification_settings: {},
    origin_template: null,
    ...fixedSettings(),
  };
}

/** Members that the API sets by itself. */
function fixedSettings(): Omit<AgentDetails, 'id'> {
  return {
    sub_agents_continuous_thread: false,
    created_by_prompt: null,
    prompts: [],
    is_latest: true,
    oas: null,
    is_ai_employee: false,
    deletable: true,
    llm_credentials_key: null,
    on_prem_event_streaming: true,
    prompts_caching_enabled: false,
    is_generalist: false,
  };
}

function toSlug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}
