import { describe, expect, it } from 'vitest';
import { createMockXpander, type MockOptions } from '../src/index.ts';
import { type Client, clientOf } from './client.ts';

type Answer = [status: number, body: Record<string, unknown>];

async function send(client: Client, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await client.post(path, body, { method });
  return [response.status, (await response.json()) as Record<string, unknown>];
}

function setUp(options: MockOptions = { agents: { analyst: () => 'x', writer: () => 'y' } }): Client {
  return clientOf(createMockXpander(options));
}

describe('the agents of a mock', () => {
  it('come from its scripts', async () => {
    const client = setUp();
    const [status, page] = await send(client, 'GET', '/v1/agents');
    expect([status, page]).toMatchObject([
      200,
      { total: 2, items: [{ id: 'analyst', status: 'ACTIVE' }, { id: 'writer' }] },
    ]);
    expect(Object.keys((page.items as object[])[0] ?? {})).not.toContain('webhook_url');
    const [, full] = await send(client, 'GET', '/v1/agents/full?per_page=1&page=2');
    expect(full).toMatchObject({ total: 2, total_pages: 2, items: [{ id: 'writer', version: 2 }] });
    expect(await send(client, 'GET', '/v1/agents/analyst')).toMatchObject([200, { id: 'analyst', name: 'analyst' }]);
    expect(await send(client, 'GET', '/v1/agents/nobody')).toEqual([404, { detail: 'Agent not found' }]);
  });

  it('are created at their first run if there are no scripts, and not by a read', async () => {
    const client = setUp({});
    expect(await send(client, 'GET', '/v1/agents/any-agent')).toMatchObject([200, { id: 'any-agent' }]);
    expect(await send(client, 'GET', '/v1/agents/any-agent/tasks')).toMatchObject([200, { total: 0 }]);
    expect(await send(client, 'GET', '/v1/agents')).toMatchObject([200, { total: 0 }]);
    await client.start('any-agent', 'hi');
    expect(await send(client, 'GET', '/v1/agents')).toMatchObject([200, { items: [{ id: 'any-agent' }] }]);
  });
});

describe('createAgent', () => {
  it('creates an agent that can be invoked at once', async () => {
    const client = setUp();
    const settings = {
      name: 'Report writer',
      description: 'Writes',
      model_name: 'claude-haiku-4-5',
      output_format: 'json',
    };
    const [status, agent] = await send(client, 'POST', '/v1/agents', settings);
    expect([status, agent]).toMatchObject([
      201,
      { ...settings, unique_name: 'report-writer', status: 'ACTIVE', version: 2, has_pending_changes: false },
    ]);
    expect(agent.webhook_url).toBe(`https://webhook.xpander.ai/?agent_id=${agent.id}&asynchronous=false`);
    expect(await client.run(String(agent.id), '2+2?')).toMatchObject({ status: 'completed', result: '{"answer":"4"}' });
    expect(await send(client, 'GET', `/v1/agents/${agent.id}`)).toEqual([200, agent]);
  });

  it.each([
    ['a body without a name', {}, 'missing', ['body', 'name']],
    ['a name that is taken', { name: 'analyst' }, 'value_error', ['body', 'name']],
    ['an unknown type', { name: 'x', type: 'boss' }, 'enum', ['body', 'type']],
  ])('rejects %s', async (_name, body, type, loc) => {
    expect(await send(setUp(), 'POST', '/v1/agents', body)).toMatchObject([422, { detail: [{ type, loc }] }]);
  });
});

describe('updateAgent', () => {
  const minutes = 60_000;

  it('changes the live agent at once', async () => {
    const client = setUp();
    const changes = { icon: '📈', description: 'Compares', graph: [{ id: 'node-1' }], output_format: 'json' };
    expect(await send(client, 'PATCH', '/v1/agents/analyst', changes)).toMatchObject([
      200,
      { ...changes, status: 'ACTIVE', version: 3, has_pending_changes: false },
    ]);
    expect(await client.run('analyst', 'hi')).toMatchObject({ output_format: 'json', agent_version: '3' });
    expect(await send(client, 'GET', '/v1/agents/analyst')).toMatchObject([200, changes]);
  });

  it('makes one version for each session of changes, which ends after 30 minutes without one', async () => {
    const mock = createMockXpander({ agents: { analyst: () => 'x' } });
    const versionAfter = async (ms: number): Promise<unknown> => {
      await mock.clock.sleep(ms);
      return (await send(clientOf(mock), 'PATCH', '/v1/agents/analyst', { icon: '📈' }))[1].version;
    };
    expect(await versionAfter(0)).toBe(3);
    expect(await versionAfter(29 * minutes)).toBe(3);
    expect(await versionAfter(29 * minutes)).toBe(3);
    expect(await versionAfter(30 * minutes)).toBe(4);
  });

  it('keeps the earlier versions, which a run can name', async () => {
    const client = setUp();
    await send(client, 'PATCH', '/v1/agents/analyst', { model_name: 'claude-haiku-4-5' });
    const run = async (version: string): Promise<Record<string, unknown>> =>
      (await send(client, 'POST', `/v1/agents/analyst/invoke${version}`, { input: {} }))[1];
    expect(await run('?version=2')).toMatchObject({ llm_model_name: 'claude-sonnet-4-6', agent_version: '2' });
    for (const live of ['', '?version=draft', '?version=3']) {
      expect(await run(live)).toMatchObject({ llm_model_name: 'claude-haiku-4-5', agent_version: '3' });
    }
  });

  it('ignores deploy, and deployAgent changes nothing', async () => {
    const client = setUp();
    const [, changed] = await send(client, 'PATCH', '/v1/agents/analyst?deploy=true', { icon: '📈' });
    expect(changed).toMatchObject({ version: 3, has_pending_changes: false });
    expect(await send(client, 'PUT', '/v1/agents/analyst')).toEqual([200, changed]);
  });
});

describe('a run', () => {
  const own = { output_format: 'json', output_schema: { const: { city: 'Paris' } }, model_name: 'm-1' };

  it('has the settings of its agent where its request names none', async () => {
    const mock = createMockXpander({ agents: { analyst: ({ settings }) => settings } });
    const client = clientOf(mock);
    await send(client, 'PATCH', '/v1/agents/analyst', { ...own, llm_reasoning_effort: 'low' });
    const task = await client.run('analyst', 'hi');
    expect(task).toMatchObject({
      ...{ output_format: 'json', output_schema: own.output_schema, agent_version: '3' },
      ...{ llm_model_provider: 'anthropic', llm_model_name: 'm-1', llm_reasoning_effort: 'low' },
    });
    expect(JSON.parse(task.result ?? '')).toMatchObject({ version: '3', output_format: 'json', llm_model_name: 'm-1' });
  });

  it('has the settings of its request where it names some', async () => {
    const client = setUp();
    await send(client, 'PATCH', '/v1/agents/analyst', own);
    expect(await client.run('analyst', 'hi', { output_format: 'text', llm_model_name: 'm-2' })).toMatchObject({
      ...{ output_format: 'text', output_schema: null, llm_model_name: 'm-2' },
    });
  });

  it('of the built-in agent follows the output schema of the agent', async () => {
    const client = setUp({});
    const [, { id }] = await send(client, 'POST', '/v1/agents', { name: 'Reader', ...own });
    expect(await client.run(String(id), 'Which city?')).toMatchObject({ result: '{"city":"Paris"}' });
  });
});

describe('updateAgent and deployAgent with agentDrafts', () => {
  it('change the draft and deploy it', async () => {
    const client = setUp({ agents: { analyst: () => 'x' }, agentDrafts: true });
    const changes = { icon: '📈', instructions: { role: ['You analyze.'], goal: [], general: '' } };
    expect(await send(client, 'PATCH', '/v1/agents/analyst', changes)).toMatchObject([
      200,
      { ...changes, version: 2, has_pending_changes: true },
    ]);
    const run = async (query: string): Promise<unknown> =>
      (await send(client, 'POST', `/v1/agents/analyst/invoke${query}`, { input: {} }))[1].agent_version;
    expect([await run(''), await run('?version=draft')]).toEqual(['2', 'draft']);
    const [status, deployed] = await send(client, 'PUT', '/v1/agents/analyst');
    expect([status, deployed]).toMatchObject([200, { ...changes, version: 3, has_pending_changes: false }]);
    expect(deployed.deployed_at).toBe('2026-01-01T00:00:00.000000Z');
    const [, again] = await send(client, 'PATCH', '/v1/agents/analyst?deploy=true', { icon: '📉' });
    expect(again).toMatchObject({ icon: '📉', version: 4, has_pending_changes: false });
  });

  it('reject an empty change and an unknown agent', async () => {
    expect(await send(setUp(), 'PATCH', '/v1/agents/analyst', {})).toMatchObject([
      422,
      { detail: [{ loc: ['body'] }] },
    ]);
    expect(await send(setUp(), 'PATCH', '/v1/agents/nobody', { name: 'x' })).toMatchObject([404, {}]);
    expect(await send(setUp(), 'PUT', '/v1/agents/nobody')).toMatchObject([404, {}]);
  });
});

describe('deleteAgent', () => {
  it('removes the agent and stops its tasks', async () => {
    const mock = createMockXpander({ agents: { a: ({ sleep }) => sleep(60_000).then(() => '') } });
    const client = clientOf(mock);
    const { id } = await client.start('a', '');
    expect(await send(client, 'DELETE', '/v1/agents/a')).toEqual([202, null]);
    expect(await client.read(id)).toMatchObject({ status: 'stopped' });
    expect(await send(client, 'DELETE', '/v1/agents/a')).toMatchObject([404, {}]);
    expect(await send(client, 'POST', '/v1/agents/a/invoke', { input: {} })).toMatchObject([404, {}]);
    mock.reset();
    expect(await send(client, 'GET', '/v1/agents/a')).toMatchObject([200, {}]);
  });
});

describe('organizations', () => {
  it('have their own copies of the scripts and cannot use agents of another', async () => {
    const mock = createMockXpander({ agents: { a: () => 'x' }, keys: { 'key-1': 'org-1', 'key-2': 'org-2' } });
    const [mine, theirs] = [clientOf(mock, 'key-1'), clientOf(mock, 'key-2')];
    const [, made] = await send(mine, 'POST', '/v1/agents', { name: 'Mine' });
    await send(mine, 'PATCH', '/v1/agents/a', { icon: '📈' });
    expect(await send(theirs, 'GET', '/v1/agents')).toMatchObject([
      200,
      { total: 1, items: [{ organization_id: 'org-2' }] },
    ]);
    expect(await send(theirs, 'GET', '/v1/agents/a')).toMatchObject([200, { icon: '🤖', has_pending_changes: false }]);
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { name: 'x' }],
      ['PUT', '', undefined],
      ['DELETE', '', undefined],
      ['GET', '/tasks', undefined],
      ['POST', '/invoke/async', { input: {} }],
      ['POST', '/invoke/stream', { input: {} }],
    ] as const) {
      const [status] = await send(theirs, method, `/v1/agents/${made.id}${path}`, body);
      expect([method, path, status]).toEqual([method, path, 403]);
    }
  });
});

describe('models', () => {
  it('are listed by provider', async () => {
    const client = setUp();
    const providers = (await (await client.get('/v1/misc/llm_providers')).json()) as { internal_identifier: string }[];
    expect(providers.map(({ internal_identifier: name }) => name)).toContain('anthropic');
    const models = await (await client.get('/v1/misc/llm_providers/anthropic/models')).json();
    expect(models).toContainEqual(expect.objectContaining({ model_id: 'claude-sonnet-4-6' }));
    expect(await send(client, 'GET', '/v1/misc/llm_providers/nobody/models')).toEqual([
      404,
      { detail: 'Provider not found' },
    ]);
  });
});
