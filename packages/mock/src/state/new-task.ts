import type { components } from '@xpander/generated';
import type { RunSettings } from '../agents/types.ts';
import type { InvokeRequest, Task } from '../protocol/models.ts';

/** What a new task has in addition to its request. */
export interface TaskOrigin {
  id: string;
  agentId: string;
  organizationId: string;
  settings: RunSettings;
  createdAt: string;
  /** Whether it runs a workflow. */
  isOrchestration: boolean;
  /** Defined for a turn of a conversation. */
  conversation?: object | undefined;
}

/** Creates a pending task with every field of the API. Unset fields are explicit nulls. */
export function createTask(request: InvokeRequest, origin: TaskOrigin): Task {
  return {
    id: origin.id,
    agent_id: origin.agentId,
    organization_id: origin.organizationId,
    input: printInput(request.input),
    created_at: origin.createdAt,
    status: 'pending',
    ...unstartedFields(),
    is_orchestration: origin.isOrchestration,
    is_gateway: origin.conversation !== undefined,
    ...echoedFields(request),
    ...usedSettings(origin.settings),
  };
}

function printInput({ text, files, user }: InvokeRequest['input']): components['schemas']['TaskInput'] {
  return { text: text ?? '', files: files ?? [], user: user == null ? null : printUser(user) };
}

function printUser(user: components['schemas']['User']): components['schemas']['TaskUser'] {
  const fullName = [user.first_name, user.last_name].filter(Boolean).join(' ');
  return {
    email: user.email,
    display_name: fullName || user.email,
    // The server accepts a user without an id.
    id: user.id ?? null,
    first_name: user.first_name ?? null,
    last_name: user.last_name ?? null,
    additional_attributes: user.additional_attributes ?? null,
    role: user.role ?? 'member',
    is_super_admin: user.is_super_admin ?? false,
    timezone: user.timezone ?? null,
  };
}

function unstartedFields(): Omit<Task, 'id'> {
  return {
    internal_status: null,
    last_executed_node_id: null,
    started_at: null,
    paused_at: null,
    finished_at: null,
    result: null,
    sub_executions: [],
    finished_sub_executions: [],
    should_update_parent: false,
    is_manually_stopped: false,
    is_background: false,
    hitl_request: null,
    pending_eca_request: null,
    voice_id: null,
    used_mutating_tools: false,
    is_continuous: false,
    deep_planning: { enabled: false, enforce: false, started: false, question_raised: false, tasks: [] },
    execution_attempts: 1,
    tokens: null,
  };
}

/** The fields of the request that the task repeats, as the API does. Secrets are among them. */
function echoedFields(request: InvokeRequest): Omit<Task, 'id'> {
  return {
    parent_execution: request.parent_execution_id ?? null,
    payload_extension: request.payload_extension ?? null,
    source: request.source ?? 'api',
    worker_id: request.worker_id ?? null,
    additional_context: request.additional_context ?? null,
    instructions_override: request.instructions_override ?? null,
    expected_output: request.expected_output ?? null,
    test_run_node_id: request.test_run_node_id ?? null,
    events_streaming: request.events_streaming ?? false,
    mcp_servers: request.mcp_servers ?? [],
    triggering_agent_id: request.triggering_agent_id ?? null,
    title: request.title ?? null,
    think_mode: request.think_mode ?? 'default',
    disable_attachment_injection: request.disable_attachment_injection ?? false,
    user_tokens: request.user_tokens ?? null,
    user_oidc_token: request.user_oidc_token ?? null,
    return_metrics: request.return_metrics ?? false,
  };
}

/** The settings that the run uses, whether they come from the request or from the agent. */
function usedSettings({ version, ...settings }: RunSettings): Omit<Task, 'id'> {
  return { ...settings, agent_version: version };
}
