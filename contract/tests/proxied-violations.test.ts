import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApiClient, type InvokeRequest } from '@xpander/generated';
import { Xpander } from '@xpander/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { documentedResponses } from '../description.ts';
import { type Prism, startPrism } from '../prism.ts';
import { createWatchedFetch, violationsIn } from '../watched-fetch.ts';

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

let answer: Answer;
const upstream = createServer((_request, response) => {
  response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
});
const watched = createWatchedFetch();
let prism: Prism;

beforeAll(async () => {
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  prism = await startPrism({ upstream: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}` });
});
beforeEach(() => {
  watched.responses.length = 0;
});
afterAll(async () => {
  await prism?.stop();
  upstream.close();
});

/** Reads a task with the given answer of the upstream, and returns the violations. */
async function violationsOf(given: Answer): Promise<string[]> {
  answer = given;
  const xpander = new Xpander({
    apiKey: 'key-1',
    baseUrl: prism.url,
    fetch: watched.fetch,
    maxRetries: 0,
    rateLimit: 'off',
  });
  await xpander.tasks.get('task-1').catch(() => undefined);
  return violationsIn(watched.responses);
}

describe('the check by the proxy', () => {
  it.each([
    ['a task without id', { body: { status: 'completed' } }, "required property 'id'"],
    ['a status that is not a string', { body: { id: 'task-1', status: 7 } }, 'status must be string'],
    ['a result that is an object', { body: { id: 'task-1', result: {} } }, 'result must be string'],
    ['an invalid time', { body: { id: 'task-1', created_at: 'yesterday' } }, 'created_at'],
    ['a 422 without the location', { status: 422, body: { detail: [{ msg: 'no' }] } }, "required property 'loc'"],
    ['an undocumented status', { status: 418, body: {} }, 'Unable to match the returned status code'],
  ])('finds %s', async (_name, given, text) => {
    const violations = await violationsOf(given);
    expect(violations).toHaveLength(1);
    expect(violations[0]).toContain(text);
  });

  it('finds a request that violates the description', async () => {
    answer = { body: { id: 'task-1' } };
    const api = createApiClient({ baseUrl: prism.url, fetch: watched.fetch, headers: { 'x-api-key': 'key-1' } });
    const body = { input: 'no object' } as unknown as InvokeRequest;
    await api.POST('/v1/agents/{agent_id}/invoke', { params: { path: { agent_id: 'agent-1' } }, body });
    expect(violationsIn(watched.responses)[0]).toContain('Request body property input must be object');
  });

  it('finds a request without a key', async () => {
    const api = createApiClient({ baseUrl: prism.url, fetch: watched.fetch });
    await api.GET('/v1/tasks/{task_id}', { params: { path: { task_id: 'task-1' } } });
    expect(violationsIn(watched.responses)[0]).toContain('UNAUTHORIZED');
  });
});

describe('the description', () => {
  const documentedTask: object = JSON.parse(
    readFileSync(new URL('fixtures/documented-task.json', import.meta.url), 'utf8'),
  );

  it.each([
    ['the long form of the documents', documentedTask],
    ['a task with an id only', { id: 'task-1' }],
    [
      'null for every member except the id',
      { ...Object.fromEntries(Object.keys(documentedTask).map((name) => [name, null])), id: 'task-1' },
    ],
    ['an unknown status', { id: 'task-1', status: 'archived' }],
    ['an unknown member', { id: 'task-1', colour: 'blue' }],
    ['a time without a zone', { id: 'task-1', created_at: '2026-02-07T02:13:26' }],
  ])('allows %s', async (_name, body) => {
    expect(await violationsOf({ body })).toEqual([]);
  });

  it('allows its own examples', async () => {
    const examples = documentedResponses.filter(
      ({ operation, mediaType }) => operation === 'getTask' && mediaType === 'application/json',
    );
    for (const { status, value } of examples) expect(await violationsOf({ status, body: value })).toEqual([]);
  });
});
