import { describe, expect, it } from 'vitest';
import { createMockXpander, type MockOptions } from '../src/index.ts';
import { type Client, clientOf } from './client.ts';

type Answer = [status: number, body: Record<string, unknown>];

async function send(client: Client, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await client.post(path, body, { method });
  return [response.status, (await response.json()) as Record<string, unknown>];
}

function setUp(options: MockOptions = { workflows: { intake: ({ text }) => `Filed: ${text}` } }): Client {
  return clientOf(createMockXpander(options));
}

const orchestration = { type: 'orchestration' };

describe('the workflows of a mock', () => {
  it('come from its scripts, and are listed apart from agents as full records', async () => {
    const client = setUp({ workflows: { intake: () => 'x' }, agents: { reader: () => 'y' } });
    expect(await send(client, 'GET', '/v1/workflows')).toMatchObject([
      200,
      { total: 1, items: [{ id: 'intake', ...orchestration, orchestration_nodes: [] }] },
    ]);
    expect(await send(client, 'GET', '/v1/agents')).toMatchObject([200, { total: 1, items: [{ id: 'reader' }] }]);
  });

  it('run in the three ways', async () => {
    const client = setUp();
    const [, task] = await send(client, 'POST', '/v1/workflows/intake/invoke', { input: { text: 'A' } });
    expect(task).toMatchObject({ agent_id: 'intake', is_orchestration: true, result: 'Filed: A' });
    const [, started] = await send(client, 'POST', '/v1/workflows/intake/invoke/async', { input: { text: 'B' } });
    expect(started).toMatchObject({ status: 'pending' });
    const stream = await client.post('/v1/workflows/intake/invoke/stream', { input: { text: 'C' } });
    expect(await stream.text()).toContain('"result":"Filed: C"');
  });

  it('can be created, read and run at once', async () => {
    const client = setUp();
    const settings = { name: 'Invoice intake', description: 'Files invoices', max_runs: 3 };
    const [status, made] = await send(client, 'POST', '/v1/workflows', settings);
    expect([status, made]).toMatchObject([200, { ...settings, ...orchestration, status: 'ACTIVE', version: 2 }]);
    expect(await send(client, 'GET', `/v1/workflows/${made.id}`)).toEqual([200, made]);
    const [, task] = await send(client, 'POST', `/v1/workflows/${made.id}/invoke`, { input: { text: '2+2?' } });
    expect(task).toMatchObject({ result: '4' });
    expect(await send(client, 'POST', '/v1/workflows', { name: 'intake' })).toMatchObject([422, {}]);
    expect(await send(client, 'POST', '/v1/workflows', {})).toMatchObject([
      422,
      { detail: [{ loc: ['body', 'name'] }] },
    ]);
  });

  it.each([
    ['GET', ''],
    ['PATCH', '', { icon: 'x' }],
    ['PUT', ''],
    ['GET', '/nodes'],
    ['POST', '/nodes', { name: 'n', agent_id: 'a' }],
    ['DELETE', '/nodes/n'],
    ['POST', '/invoke', { input: {} }],
  ])('are a 404 if they do not exist: %s %s', async (method, path, body?: object) => {
    const client = setUp();
    expect(await send(client, method, `/v1/workflows/nobody${path}`, body)).toEqual([
      404,
      { detail: 'Workflow not found' },
    ]);
  });
});

describe('a change of a workflow', () => {
  const modelOf = async (client: Client, query: string): Promise<unknown> =>
    (await send(client, 'POST', `/v1/workflows/intake/invoke${query}`, { input: {} }))[1].llm_model_name;

  it('is staged until it is deployed', async () => {
    const client = setUp();
    const [, changed] = await send(client, 'PATCH', '/v1/workflows/intake', { model_name: 'm-1' });
    expect(changed).toMatchObject({ model_name: 'm-1', version: 2, has_pending_changes: true });
    expect([await modelOf(client, ''), await modelOf(client, '?version=draft')]).toEqual(['claude-sonnet-4-6', 'm-1']);
    const [, deployed] = await send(client, 'PUT', '/v1/workflows/intake');
    expect(deployed).toMatchObject({ model_name: 'm-1', version: 3, has_pending_changes: false });
    expect([await modelOf(client, ''), await modelOf(client, '?version=2')]).toEqual(['m-1', 'claude-sonnet-4-6']);
  });

  it('is live at once with deploy=true', async () => {
    const client = setUp();
    const [, changed] = await send(client, 'PATCH', '/v1/workflows/intake?deploy=true', { model_name: 'm-1' });
    expect(changed).toMatchObject({ version: 3, has_pending_changes: false });
    expect(await modelOf(client, '')).toBe('m-1');
  });

  it('needs at least one member', async () => {
    expect(await send(setUp(), 'PATCH', '/v1/workflows/intake', {})).toMatchObject([422, {}]);
  });
});

describe('the nodes of a workflow', () => {
  const path = '/v1/workflows/intake/nodes';
  type Node = { id: string; name: string; type: string; next_node_ids: string[] };
  const add = async (client: Client, body: object, query = ''): Promise<Node[]> => {
    const [status, nodes] = await send(client, 'POST', `${path}${query}`, body);
    expect([status, nodes]).toMatchObject([200, expect.any(Array)]);
    return nodes as unknown as Node[];
  };

  it('are added as actions, agents and other kinds, at their places', async () => {
    const client = setUp();
    const [read] = await add(client, { name: 'Read', agent_id: 'reader', instructions: 'All of it' });
    await add(client, { name: 'File', connection_id: 'c-1', operation_id: 'create_page', after_node_ids: [read?.id] });
    const advanced = { type: 'wait', definition: { type: 'hitl' } };
    const nodes = await add(client, { name: 'Approve', advanced, next_node_ids: [read?.id] });
    expect(nodes).toMatchObject([
      { name: 'Read', type: 'agent', target_agent_id: 'reader', next_node_ids: [nodes[1]?.id] },
      { name: 'File', type: 'action', connection_id: 'c-1', operation_id: 'create_page', next_node_ids: [] },
      { name: 'Approve', type: 'wait', next_node_ids: [read?.id] },
    ]);
    expect(await send(client, 'GET', path)).toEqual([200, nodes]);
    expect(await send(client, 'GET', '/v1/workflows/intake')).toMatchObject([200, { version: 5 }]);
  });

  it('are removed together with the links to them', async () => {
    const client = setUp();
    const [read] = await add(client, { name: 'Read', agent_id: 'reader' });
    const [, file] = await add(client, { name: 'File', agent_id: 'filer', after_node_ids: [read?.id] });
    const [status, left] = await send(client, 'DELETE', `${path}/${file?.id}`);
    expect([status, left]).toMatchObject([200, [{ id: read?.id, next_node_ids: [] }]]);
    expect(await send(client, 'DELETE', `${path}/${file?.id}`)).toEqual([404, { detail: 'Node not found' }]);
  });

  it('are staged with deploy=false', async () => {
    const client = setUp();
    await add(client, { name: 'Read', agent_id: 'reader' }, '?deploy=false');
    expect(await send(client, 'GET', '/v1/workflows/intake')).toMatchObject([
      200,
      { version: 2, has_pending_changes: true },
    ]);
  });

  it.each([
    ['no name', { agent_id: 'reader' }, 'name'],
    ['an unknown node after it', { name: 'n', agent_id: 'reader', next_node_ids: ['x'] }, 'next_node_ids'],
    ['an unknown node before it', { name: 'n', agent_id: 'reader', after_node_ids: ['x'] }, 'after_node_ids'],
  ])('are refused with %s', async (_name, body, member) => {
    const [status, { detail }] = await send(setUp(), 'POST', path, body);
    expect([status, detail]).toMatchObject([
      422,
      expect.arrayContaining([expect.objectContaining({ loc: ['body', member] })]),
    ]);
  });

  it('are refused if they make a cycle', async () => {
    const client = setUp();
    const [read] = await add(client, { name: 'Read', agent_id: 'reader' });
    const [, file] = await add(client, { name: 'File', agent_id: 'filer', after_node_ids: [read?.id] });
    const body = { name: 'Back', agent_id: 'reader', after_node_ids: [file?.id], next_node_ids: [read?.id] };
    expect(await send(client, 'POST', path, body)).toMatchObject([
      422,
      { detail: [{ msg: 'Value error, the node would make a cycle' }] },
    ]);
    expect(await send(client, 'GET', path)).toMatchObject([200, [{ id: read?.id }, { id: file?.id }]]);
  });
});

describe('the tools of an agent', () => {
  const path = '/v1/agents/analyst/tools';
  const setUpAgent = (): Client => setUp({ agents: { analyst: () => 'x' } });

  it('are none at first', async () => {
    expect(await send(setUpAgent(), 'GET', path)).toEqual([200, []]);
  });

  it.each([
    [{ type: 'custom_function', custom_function_id: 'f-1' }, { custom_function_id: 'f-1' }],
    [
      { type: 'mcp', mcp_id: 'm-1' },
      { mcp_id: 'm-1', name: 'm-1' },
    ],
    [
      { type: 'mcp', url: 'https://mcp.example.com', name: 'Prices' },
      { mcp_id: expect.any(String), name: 'Prices' },
    ],
    [{ type: 'agent', agent_id: 'reader' }, { target_id: 'reader' }],
    [{ type: 'workflow', workflow_id: 'intake', colour: 'blue' }, { target_id: 'intake' }],
  ])('are added by their type: %j', async (body, expected) => {
    const client = setUpAgent();
    const [status, tools] = await send(client, 'POST', path, body);
    expect([status, tools]).toMatchObject([200, [{ id: expect.any(String), type: body.type, ...expected }]]);
    expect(await send(client, 'GET', path)).toEqual([200, tools]);
    expect(await send(client, 'GET', '/v1/agents/analyst')).toMatchObject([200, { tools, has_pending_changes: false }]);
  });

  it('are one for each operation of a connector, and are removed by id', async () => {
    const client = setUpAgent();
    const body = { type: 'action', connection_id: 'c-1', operation_ids: ['search', 'create'] };
    const tools = (await send(client, 'POST', path, body))[1] as unknown as { id: string }[];
    expect(tools).toMatchObject([{ operation_id: 'search', connection_id: 'c-1' }, { operation_id: 'create' }]);
    expect(await send(client, 'DELETE', `${path}/${tools[0]?.id}`)).toMatchObject([200, [{ operation_id: 'create' }]]);
    expect(await send(client, 'DELETE', `${path}/${tools[0]?.id}`)).toEqual([404, { detail: 'Tool not found' }]);
  });

  it.each([
    [{}, { type: 'union_tag_not_found', loc: ['body'] }],
    [{ type: 'robot' }, { type: 'union_tag_invalid', loc: ['body'] }],
    [{ type: 'action' }, { type: 'missing', loc: ['body', 'connection_id'] }],
    [
      { type: 'agent', agent_id: 7 },
      { type: 'string_type', loc: ['body', 'agent_id'] },
    ],
    [{ type: 'mcp' }, { type: 'value_error', loc: ['body', 'mcp_id'] }],
  ])('are refused with one issue: %j', async (body, issue) => {
    const [status, { detail }] = await send(setUpAgent(), 'POST', path, body);
    expect([status, detail]).toMatchObject([422, [issue]]);
  });
});
