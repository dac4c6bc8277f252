import type { ApiClient } from '@xpander/generated';
import { type MockOptions, pause, type ScriptEvent, type ScriptTurn } from '@xpander/mock';
import { describe, expect, it } from 'vitest';
import { type Answer, agentId, apiCalls, taskId, workflowId } from '../calls.ts';
import { documentedStatuses, type OperationName, operationNames } from '../description.ts';
import { useProxiedMock } from '../proxied-mock.ts';

const subAgentId = 'b1c7d0de-0c35-4a55-9d0e-7f6a6a0f2b18';

/** Sends every documented type of event. */
async function* showEverything(): AsyncGenerator<ScriptEvent> {
  const toolCall = {
    request_id: 'r1',
    operation_id: 'search_prices',
    tool_name: 'Search prices',
    payload: { q: 'Q1' },
  };
  const plan = { enabled: true, started: true, tasks: [{ id: 'step-1', title: 'Collect', completed: false }] };
  yield { type: 'plan_updated', data: plan };
  yield { type: 'think', data: 'Prices first' };
  yield { type: 'analyze', data: { type: 'analyze', title: 'Compare', confidence: 0.8 } };
  yield { type: 'auth_event', data: { type: 'token_ready', data: { access_token: 'REDACTED' } } };
  yield { type: 'tool_call_request', data: toolCall };
  yield { type: 'tool_call_result', data: { ...toolCall, result: { rows: 3 }, is_error: false } };
  yield { type: 'task_compactization', data: { type: 'retry', data: { is_retry: true } } };
  yield { type: 'sub_agent_trigger', data: { agent_id: subAgentId, query: 'Read the third list', files: [] } };
  yield 'Two raised prices.';
}

/** Pauses if it is asked to, and otherwise shows everything. */
async function* play({ text }: ScriptTurn): AsyncGenerator<ScriptEvent> {
  const questions = [{ id: 'period', text: 'How often?', options: [{ id: 'weekly', label: 'Weekly' }] }];
  if (text === 'ask') yield pause({ id: 'decision-1', questions });
  if (text === 'confirm') yield pause({ id: 'request-1', confirm: { title: 'Delete it?' } });
  yield* showEverything();
}

const agents: MockOptions['agents'] = {
  [agentId]: play,
  [workflowId]: play,
  [subAgentId]: () => 'It says 49 euros.',
};

/** Whether an operation needs an existing task. */
function isAboutTask(operation: OperationName): boolean {
  return ['getTask', 'deleteTask', 'stopTask', 'getThread', 'getFullThread'].includes(operation);
}

const firstTurns: Partial<Record<OperationName, string>> = { answerQuestions: 'ask', confirmAction: 'confirm' };

/** Makes what an operation needs: a task, a tool, a node or a message. Returns its id. */
async function prepare(api: ApiClient, operation: OperationName): Promise<{ id?: string }> {
  if (isAboutTask(operation)) await apiCalls.invoke(api, { body: { id: taskId, input: { text: 'Compare' } } });
  if (needsConversation(operation)) {
    await apiCalls.runTurn(api, { body: { id: taskId, input: { text: firstTurns[operation] ?? 'Compare' } } });
  }
  switch (operation) {
    case 'removeAgentTool':
      return lastOf((await apiCalls.addAgentTool(api, {})).data);
    case 'removeWorkflowNode':
      return lastOf((await apiCalls.addWorkflowNode(api, {})).data);
    case 'removeQueuedMessage':
    case 'drainQueueStream':
      return { id: ((await apiCalls.sendMessage(api, {})).data as { message_id: string }).message_id };
    case 'editMessage':
    case 'editMessageStream': {
      const { data } = await apiCalls.getConversation(api, {});
      return (data as { activity: { messages: { id: string }[] } }).activity.messages[0] ?? {};
    }
    default:
      return {};
  }
}

function needsConversation(operation: OperationName): boolean {
  const isOfConversation = /Message|RunState|Conversation|QueueStream|Questions|confirmAction/.test(operation);
  return isOfConversation;
}

function lastOf(rows: unknown): { id: string } {
  return (rows as { id: string }[]).at(-1) as { id: string };
}

async function callPrepared(api: ApiClient, operation: OperationName): Promise<Answer> {
  return apiCalls[operation](api, await prepare(api, operation));
}

function successOf(operation: OperationName): number | undefined {
  return documentedStatuses.get(operation)?.find((status) => status < 300);
}

const wires: [name: string, wire: MockOptions['wire']][] = [
  ['its usual form', {}],
  ['old and short forms', { timestamps: 'zone-less', tasks: 'short', threadVariant: 1, events: 'legacy' }],
  ['sparse forms', { tasks: 'without-nulls', threadVariant: 2, events: 'event-key', chunks: false, turnEnd: 'alone' }],
  ['the rest of its forms', { startedAt: 'null', threadVariant: 4, chunkSize: 3, connected: true, turnEnd: 'after' }],
];

describe.each(wires)('every operation of the mock in %s', (_name, wire) => {
  const { createApi } = useProxiedMock({ agents, ...(wire === undefined ? {} : { wire }) });

  it.each(operationNames)('follows the description: %s', async (operation) => {
    const { response, error } = await callPrepared(createApi(), operation);
    expect([response.status, error]).toEqual([successOf(operation), undefined]);
  });
});

describe('a stream of the mock', () => {
  const { createApi } = useProxiedMock({ agents });

  it.each(['invokeStream', 'invokeWorkflowStream'] as const)('arrives completely: %s', async (operation) => {
    const { data } = await apiCalls[operation](createApi(), {});
    const lines = String(data).trim().split('\n\n');
    const events = lines.map((line) => JSON.parse(line.replace(/^data: /, '')));
    expect(events.map(({ type }) => type)).toEqual([
      ...['task_created', 'task_updated', 'plan_updated', 'think', 'analyze', 'auth_event', 'tool_call_request'],
      ...['tool_call_result', 'task_compactization', 'sub_agent_trigger', 'chunk', 'task_finished'],
    ]);
    expect(events.at(-1).data).toMatchObject({ status: 'completed', result: 'Two raised prices.' });
  });
});

describe('the options of a mock', () => {
  const { createApi } = useProxiedMock({ agents, agentDrafts: true, workflows: { [taskId]: () => 'x' } });

  it.each(['updateAgent', 'deployAgent', 'listWorkflows', 'listAgents'] as const)(
    'follow the description: %s',
    async (operation) => {
      const { response } = await apiCalls[operation](createApi(), {});
      expect(response.status).toBe(200);
    },
  );
});

// Prism forwards invalid requests here, so that the mock itself refuses them.
describe('a refusal of the mock', () => {
  const keys = { 'key-1': 'organization-1', 'key-2': 'organization-2' };
  const { createApi } = useProxiedMock({ agents: { [agentId]: () => 'x' }, keys }, { validateRequest: false });
  const guarded = operationNames.filter((name) => name !== 'health');
  const mayAnswer = (status: number): OperationName[] =>
    guarded.filter((name) => documentedStatuses.get(name)?.includes(status));

  it.each(guarded)('is a 401 for a wrong key: %s', async (operation) => {
    const { response } = await apiCalls[operation](createApi({ 'x-api-key': 'key-3' }), {});
    expect(response.status).toBe(401);
  });

  it.each(operationNames.filter(isAboutTask))('is a 403 for a task of another organization: %s', async (operation) => {
    await apiCalls.invokeAsync(createApi(), { body: { id: taskId, input: { text: 'Hello' } } });
    const { response } = await apiCalls[operation](createApi({ 'x-api-key': 'key-2' }), {});
    expect(response.status).toBe(403);
  });

  it.each(['answerQuestions', 'confirmAction'] as const)('is a 400 if nothing is open: %s', async (operation) => {
    await apiCalls.runTurn(createApi(), { body: { id: taskId, input: { text: 'Hello' } } });
    expect((await apiCalls[operation](createApi(), {})).response.status).toBe(400);
  });

  it('is a 409 for a message that has no turn to steer', async () => {
    await apiCalls.runTurn(createApi(), { body: { id: taskId, input: { text: 'Hello' } } });
    const { response } = await apiCalls.sendMessage(createApi(), { body: { text: 'Left', mode: 'steer' } });
    expect(response.status).toBe(409);
  });

  it.each(mayAnswer(404).filter((name) => name !== 'listLlmModels'))(
    'is a 404 for an unknown id: %s',
    async (operation) => {
      const api = createApi();
      await apiCalls.deleteAgent(api, {});
      expect((await apiCalls[operation](api, {})).response.status).toBe(404);
    },
  );

  it.each([
    'createAgent',
    'updateAgent',
    'invokeStream',
    'invokeWorkflow',
    'addAgentTool',
    'addWorkflowNode',
    'runTurn',
  ] as const)('is a 422 for a wrong body: %s', async (operation) => {
    const { response } = await apiCalls[operation](createApi(), { body: { name: 42, input: 'no object' } });
    expect(response.status).toBe(422);
  });

  it.each(['/v1/tasks', '/v1/agents/{agent_id}/tasks', '/v1/agents', '/v1/agents/full'] as const)(
    'is a 422 for too long a page: %s',
    async (path) => {
      const params = { path: { agent_id: agentId }, query: { per_page: 51 } };
      expect((await createApi().GET(path, { params })).response.status).toBe(422);
    },
  );
});
