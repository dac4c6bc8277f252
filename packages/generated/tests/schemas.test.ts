import { describe, expect, it } from 'vitest';
import { accepts } from './validation.ts';

describe('an invocation', () => {
  const input = { text: 'Generate a market report' };
  const user = { id: 'user-1', email: 'dana@example.com' };

  it.each([
    ['a prompt', { input }],
    ['files without a prompt', { input: { files: ['https://files.example.com/a.pdf'] } }],
    ['no user', { input: { ...input, user: null } }],
    ['a user with id and email', { input: { ...input, user } }],
    ['explicit nulls', { input, id: null, think_mode: null, output_format: null, source_node_type: null }],
  ])('may have %s', (_, request) => {
    expect(accepts('InvokeRequest', request)).toBe(true);
  });

  it.each([
    ['no input', {}],
    ['a misspelt id', { input, threadId: 'task-1' }],
    ['an unknown input member', { input: { ...input, images: [] } }],
    ['an unknown user member', { input: { ...input, user: { ...user, name: 'Dana' } } }],
    ['a user with an id only', { input: { ...input, user: { id: 'user-1' } } }],
    ['a user with an email only', { input: { ...input, user: { email: 'dana@example.com' } } }],
    ['an unknown think mode', { input, think_mode: 'hardest' }],
    ['an empty id', { input, id: '' }],
    ['a deep_planning member, which only tasks have', { input, deep_planning: {} }],
  ])('must not have %s', (_, request) => {
    expect(accepts('InvokeRequest', request)).toBe(false);
  });
});

describe('a task', () => {
  it.each([
    ['has an id and nothing else', {}],
    ['has an unknown status', { status: 'archived' }],
    ['has unknown enum values', { output_format: 'html', think_mode: 'max', llm_reasoning_effort: 'none' }],
    ['has unknown members', { used_tools: [] }],
    ['has nulls only', { status: null, input: null, tokens: null, hitl_request: null, created_at: null }],
    ['has timestamps without a time zone', { created_at: '2026-02-07T02:13:26.325626' }],
    ['has the older form of a decision', { hitl_request: { operation_id: 'op-1', content: 'Send it?' } }],
  ])('is accepted if it %s', (_, members) => {
    expect(accepts('Task', { id: 'task-1', ...members })).toBe(true);
  });

  it.each([
    ['without an id', { status: 'completed' }],
    ['with a status that is not a string', { id: 'task-1', status: 5 }],
    ['with an invalid timestamp', { id: 'task-1', created_at: 'yesterday' }],
  ])('is refused %s', (_, task) => {
    expect(accepts('Task', task)).toBe(false);
  });
});

describe('an event', () => {
  const task = { id: 'task-1' };

  it.each([
    ['of every kind with a task', { type: 'task_created', data: task }],
    [
      'with its envelope',
      { type: 'chunk', task_id: 'task-1', organization_id: 'org-1', time: '2026-03-23T09:00:00Z', data: '' },
    ],
    [
      'with nulls for an envelope',
      { type: 'task_finished', task_id: null, organization_id: null, time: null, data: task },
    ],
    ['with a thought as text', { type: 'think', data: 'Prices first' }],
    ['with a thought as an object', { type: 'analyze', data: { title: 'Prices', confidence: 'high', mood: 'good' } }],
    [
      'with unknown members',
      { type: 'tool_call_result', data: { result: [1], is_error: false, cost: 2 }, sequence: 4 },
    ],
    ['with an unknown state of a sign-in', { type: 'auth_event', data: { type: 'expired', data: {} } }],
    ['of a conversation', { type: 'turn_started', data: { turn: 2 } }],
    ['with the status of the context', { type: 'context_status', data: { percent: 1.1, compacting: null } }],
  ])('is accepted %s', (_, event) => {
    expect(accepts('TaskEvent', event)).toBe(true);
  });

  it.each([
    ['with an unknown type', { type: 'surprise', data: {} }],
    ['without a type', { data: task }],
    ['with a chunk that is not a string', { type: 'chunk', data: { text: 'Two' } }],
    ['with the end of a run without a task', { type: 'task_finished', data: null }],
    ['without data', { type: 'task_updated' }],
  ])('is not accepted %s', (_, event) => {
    expect(accepts('TaskEvent', event)).toBe(false);
  });
});

describe('a list', () => {
  it('is accepted if it has rows only', () => {
    expect(accepts('TaskPage', { items: [{ id: 'task-1', status: 'archived', result: '' }] })).toBe(true);
    expect(accepts('AgentPage', { items: [{ id: 'agent-1', icon: null }], next: 'p2' })).toBe(true);
    expect(accepts('AgentDetailsPage', { items: [{ id: 'agent-1', type: 'robot', graph: [{}] }] })).toBe(true);
  });

  it('is refused without rows, or with a row without an id', () => {
    expect(accepts('TaskPage', { total: 0 })).toBe(false);
    expect(accepts('TaskPage', { items: [{ status: 'completed' }] })).toBe(false);
    expect(accepts('AgentPage', { items: [{ name: 'Market analyst' }] })).toBe(false);
  });
});

describe('a message', () => {
  it.each([
    ['two members', { role: 'user', content: 'Hello' }],
    ['an id made from the task', { id: 'task-1_agent_1', role: 'assistant', content: '', created_at: 1774224106 }],
    ['an unknown role', { role: 'narrator', content: null }],
    ['no member', {}],
    ['further members', { role: 'tool', metrics: { input_tokens: 1, cost: 0.2 }, compressed_content: null }],
  ])('may have %s', (_, message) => {
    expect(accepts('ThreadMessage', message)).toBe(true);
    expect(accepts('FullThread', { root: [message], 'sub-task-1': [message] })).toBe(true);
  });
});

describe('an agent', () => {
  it.each([
    ['CreateAgentRequest', { name: 'Report writer' }],
    [
      'CreateAgentRequest',
      { name: 'Report writer', model_provider: 'a-new-provider', instructions: { role: ['You write.'] } },
    ],
    ['UpdateAgentRequest', { status: 'INACTIVE' }],
    ['UpdateAgentRequest', { instructions: null }],
  ])('may be sent as %s: %j', (schemaName, request) => {
    expect(accepts(schemaName, request)).toBe(true);
  });

  it.each([
    ['CreateAgentRequest', {}],
    ['CreateAgentRequest', { name: '' }],
    ['CreateAgentRequest', { name: 'Report writer', modelName: 'claude' }],
    ['CreateAgentRequest', { name: 'Report writer', type: 'robot' }],
    ['CreateAgentRequest', { name: 'Report writer', instructions: { goals: [] } }],
    ['UpdateAgentRequest', {}],
    ['UpdateAgentRequest', { status: 'PAUSED' }],
    ['UpdateAgentRequest', { deep_planning: true }],
  ])('must not be sent as %s: %j', (schemaName, request) => {
    expect(accepts(schemaName, request)).toBe(false);
  });
});
