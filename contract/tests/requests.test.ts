import { readFileSync } from 'node:fs';
import { createApiClient, type InvokeRequest } from '@xpander/generated';
import { ApiError, Xpander } from '@xpander/sdk';
import { describe, expect, inject, it } from 'vitest';
import { type Answer, apiCalls } from '../calls.ts';
import { documentedRequests, documentedResponses, type OperationName, operationNames } from '../description.ts';
import { fetchInTime } from '../requests.ts';

const baseUrl = inject('prismUrl');
const starters = [
  ...(['invoke', 'invokeAsync', 'invokeStream'] as const),
  ...(['invokeWorkflow', 'invokeWorkflowAsync', 'invokeWorkflowStream'] as const),
  ...(['runTurn', 'streamTurn', 'editMessage', 'editMessageStream'] as const),
];

/** Sends any body, also one that is invalid according to the types. */
function send(operation: OperationName, body: unknown, headers: Record<string, string>): Promise<Answer> {
  return apiCalls[operation](createApiClient({ baseUrl, fetch: fetchInTime }), {
    headers,
    body,
  });
}

const key = { 'x-api-key': 'key-1' };

function documentedBodies(operation: OperationName, status: number): readonly unknown[] {
  return documentedResponses
    .filter((documented) => documented.operation === operation && documented.status === status)
    .map(({ value }) => value);
}

describe('an example request of the description', () => {
  it('exists for every operation with a body', () => {
    const operations = [
      ...starters,
      ...['createAgent', 'updateAgent', 'addAgentTool', 'createWorkflow', 'updateWorkflow', 'addWorkflowNode'],
      ...['sendMessage', 'stopConversation', 'answerQuestions', 'confirmAction'],
    ];
    expect(new Set(documentedRequests.map(({ operation }) => operation))).toEqual(new Set(operations));
    expect(documentedRequests.length).toBeGreaterThanOrEqual(65);
  });

  it.each(documentedRequests)('is accepted: $operation $example', async ({ operation, value }) => {
    const { status } = (await send(operation, value, key)).response;
    expect(status).toBe(operation === 'createAgent' ? 201 : 200);
  });
});

describe.each(starters)('%s', (operation) => {
  const text = 'Generate a market report';

  it.each([
    ['the long form of the documents', JSON.parse(readFixture('documented-request.json'))],
    ['a text', { input: { text } }],
    ['a user with id and e-mail address', { input: { text, user: { id: 'USER_ID', email: 'user@example.com' } } }],
    [
      'null for every member that may be null',
      { input: { text, user: null }, id: null, think_mode: null, title: null },
    ],
  ])('is accepted with %s', async (_name, body) => {
    expect((await send(operation, body, key)).response.status).toBe(200);
  });

  it.each([
    ['no input', {}],
    ['an input that is not an object', { input: text }],
    ['a text that is not a string', { input: { text: 7 } }],
    ['files that are not a list', { input: { text, files: 'https://files.example.com/a.pdf' } }],
    ['an unknown think_mode', { input: { text }, think_mode: 'hardest' }],
    ['an unknown output_format', { input: { text }, output_format: 'xml' }],
    ['an unknown llm_reasoning_effort', { input: { text }, llm_reasoning_effort: 'maximal' }],
    ['a user without e-mail address', { input: { text, user: { id: 'user-2041' } } }],
    ['a user without id', { input: { text, user: { email: 'dana.levi@example.com' } } }],
    ['an empty id', { input: { text }, id: '' }],
    ['an unknown member', { input: { text }, threadId: 'thread-1' }],
    ['an unknown member of input', { input: { text, images: [] } }],
    ['a body that is not an object', [text]],
  ])('is refused with %s', async (_name, body) => {
    const { response, error } = await send(operation, body, key);
    expect(response.status).toBe(422);
    expect(documentedBodies(operation, 422)).toContainEqual(error);
  });
});

const refused: readonly [OperationName, string, unknown][] = [
  ['addAgentTool', 'no type', { agent_id: 'agent-2' }],
  ['addAgentTool', 'an unknown type', { type: 'robot' }],
  ['addAgentTool', 'the members of another type', { type: 'agent', workflow_id: 'workflow-1' }],
  ['createWorkflow', 'no name', { description: 'Files invoices' }],
  ['updateWorkflow', 'no member', {}],
  ['addWorkflowNode', 'no name', { agent_id: 'agent-2' }],
  ['addWorkflowNode', 'the members of two forms', { name: 'n', agent_id: 'a', connection_id: 'c', operation_id: 'o' }],
  ['sendMessage', 'a misspelt member', { text: 'Hello', key: 'k-1' }],
  ['stopConversation', 'a text', { clear_queue: 'yes' }],
  ['answerQuestions', 'no answers', { decision_id: 'decision-1' }],
  ['answerQuestions', 'an answer to no question', { decision_id: 'decision-1', answers: [{ answer: 'Weekly' }] }],
  ['confirmAction', 'no decision', { request_id: 'request-1' }],
];

describe('a body of another operation', () => {
  it.each(refused)('is refused: %s with %s', async (operation, _name, body) => {
    const { response, error } = await send(operation, body, key);
    expect(response.status).toBe(422);
    expect(documentedBodies(operation, 422)).toContainEqual(error);
  });
});

describe('a request without a key', () => {
  it.each(operationNames.filter((name) => name !== 'health'))('is refused by %s', async (operation) => {
    const { response, error } = await send(operation, undefined, {});
    expect(response.status).toBe(401);
    expect(documentedBodies(operation, 401)).toContainEqual(error);
  });

  it('is accepted with an OAuth2 JWT as a bearer token', async () => {
    const { response } = await send('getTask', undefined, { authorization: 'Bearer e30.e30.c2ln' });
    expect(response.status).toBe(200);
  });

  it('is accepted by health', async () => {
    const { response, data } = await send('health', undefined, {});
    expect([response.status, data]).toEqual([200, 'ok']);
  });
});

describe('the SDK', () => {
  const xpander = new Xpander({ apiKey: 'key-1', baseUrl, fetch: fetchInTime, maxRetries: 0, rateLimit: 'off' });

  it('reports a member that violates the description', async () => {
    const request: object = { input: 'Hello', thread: 'thread-1' };
    const error: unknown = await xpander.agents
      .invoke('agent-1', request as InvokeRequest)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 422, code: 'invalid_request', issues: [{ loc: ['body', 'input'] }] });
  });

  it.each([
    ['a text', 'Hello'],
    ['an input that is a string', { input: 'Hello', think_mode: 'harder' as const }],
    ['files alone', { input: { files: ['https://files.example.com/invoices/2026-0117.pdf'] } }],
    ['members that are undefined', { input: { text: 'Hello', user: undefined }, id: undefined }],
  ])('sends %s in the form of the description', async (_name, request) => {
    expect(await xpander.agents.invoke('agent-1', request)).toMatchObject({ status: 'completed' });
  });
});

function readFixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
}
