import { createMcpHandler, createMcpServer } from '@xpander/mcp';
import { createMockXpander } from '@xpander/mock';
import { Xpander } from '@xpander/sdk';
import { describe, expect, it } from 'vitest';
import { connectInMemory } from './support/in-memory.ts';

const analyst = { id: 'a-1', name: 'Market analyst', description: 'Knows the prices of all markets.' };

async function namesOf(agents: readonly { id: string; name: string }[]): Promise<string[]> {
  const described = agents.map((agent) => ({ ...agent, description: 'An agent.' }));
  const { client } = await connectInMemory({ agents: described });
  return (await client.listTools()).tools.slice(0, -2).map(({ name }) => name);
}

describe('the tools', () => {
  it('are one for each agent, and two for the tasks', async () => {
    const { client } = await connectInMemory({ agents: [analyst, { ...analyst, id: 'a-2', name: 'Writer' }] });
    const { tools } = await client.listTools();
    const names = ['ask_market_analyst', 'ask_writer', 'wait_for_task', 'stop_task'];
    expect(tools.map(({ name }) => name)).toEqual(names);
    expect(tools[0]?.title).toBe('Market analyst');
  });

  it('tell a model what the agent is for, and how to go on with a long run', async () => {
    const { client } = await connectInMemory({ agents: [analyst] });
    const [ask, wait] = (await client.listTools()).tools;
    expect(ask?.description).toMatch(/^Knows the prices of all markets\.\n\n/);
    expect(ask?.description).toContain('If it needs more than 50 seconds');
    expect(ask?.description).toContain('call wait_for_task with the taskId');
    expect(ask?.description).toContain('Do not repeat the call: that would start a second run');
    expect(wait?.description).toContain('for at most 50 seconds');
    expect(client.getInstructions()).toContain('pass its taskId to wait_for_task until the status is completed');
  });

  it('keep long descriptions within the limits of models', async () => {
    const { client } = await connectInMemory({ agents: [{ ...analyst, description: 'long '.repeat(500) }] });
    const [ask] = (await client.listTools()).tools;
    expect(ask?.description?.length).toBeLessThan(1_024);
    expect(ask?.description).toContain('wait_for_task');
  });

  it('describe themselves truly', async () => {
    const { client } = await connectInMemory({ agents: [analyst] });
    const hints = (await client.listTools()).tools.map(({ annotations }) => annotations);
    expect(hints).toEqual([
      { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
      { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
      { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    ]);
  });

  it('have schemas of what they take and return', async () => {
    const { client } = await connectInMemory({ agents: [analyst] });
    const { tools } = await client.listTools();
    expect(tools[0]?.inputSchema).toMatchObject({
      properties: { prompt: { type: 'string' }, threadId: { type: 'string' } },
      required: ['prompt'],
      additionalProperties: false,
    });
    for (const { outputSchema } of tools)
      expect(outputSchema).toMatchObject({
        properties: { taskId: { type: 'string' }, status: { type: 'string' }, result: { type: 'string' } },
        required: ['taskId', 'status'],
      });
  });

  it('read names and descriptions that are missing', async () => {
    const { client, mock } = await connectInMemory({ agents: [analyst, { id: 'b-2', name: 'Buyer' }] });
    expect((await client.listTools()).tools[1]?.name).toBe('ask_buyer');
    mock.expectRequests({ getAgent: 1 });
  });

  it('of "all" agents leave out those that cannot be invoked', async () => {
    const mock = createMockXpander();
    const xpander = new Xpander({ apiKey: 'test', fetch: mock.fetch, clock: mock.clock });
    const [one, other] = await Promise.all(['Active', 'Retired'].map((name) => xpander.agents.create({ name })));
    await xpander.agents.update(other?.id ?? '', { status: 'INACTIVE' });
    const { fetch } = createMcpHandler({ client: xpander, agents: 'all' });
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    const listed = await (await fetch(new Request('http://app/', { method: 'POST', headers, body }))).text();
    expect(one?.name).toBe('Active');
    expect(listed).toContain('"ask_active"');
    expect(listed).not.toContain('ask_retired');
  });
});

describe('the name of a tool', () => {
  it('has only characters that all clients accept', async () => {
    const agents = ['Café & Crème', '  --Ümlaut--  ', 'UPPER case 2', 'סוכן', 'x'.repeat(99)];
    const names = await namesOf(agents.map((name, index) => ({ id: `id-${index}`, name })));
    expect(names).toEqual(['ask_cafe_creme', 'ask_umlaut', 'ask_upper_case_2', 'ask_id_3', `ask_${'x'.repeat(36)}`]);
  });

  it('is unique, and does not depend on the order of agents with equal names', async () => {
    const twins = [
      { id: '11111111-aaaa', name: 'Writer' },
      { id: '22222222-bbbb', name: 'writer!' },
      { id: '11111111-cccc', name: 'Writer' },
      { id: '3', name: 'Reader' },
    ];
    expect(await namesOf(twins)).toEqual([
      'ask_writer_11111111',
      'ask_writer_22222222',
      'ask_writer_11111111_2',
      'ask_reader',
    ]);
  });
});

describe('bad input', () => {
  it.each([
    [{}, 'prompt'],
    [{ prompt: 7 }, 'prompt'],
    [{ prompt: ' ' }, 'prompt: must not be empty'],
    [{ prompt: 'Hello', thread_id: 'a' }, 'thread_id'],
    [{ prompt: 'Hello', threadId: '..' }, 'threadId: must be the id of a task'],
    [{ prompt: 'Hello', threadId: '' }, 'threadId: must not be empty'],
  ])('names the field, and starts nothing: %j', async (input, message) => {
    const { client, mock } = await connectInMemory({ agents: [analyst] });
    const result = await client.callTool({ name: 'ask_market_analyst', arguments: input });
    expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining(message) }] });
    mock.expectRequests({});
  });

  it.each(['wait_for_task', 'stop_task'])('names the field of %s', async (name) => {
    const { client, mock } = await connectInMemory({ agents: [analyst] });
    for (const input of [{}, { taskId: '' }, { taskId: '.' }, { taskID: 'a', taskId: 'a' }])
      expect(await client.callTool({ name, arguments: input })).toMatchObject({
        isError: true,
        content: [{ text: expect.stringMatching(/taskI[dD]/) }],
      });
    mock.expectRequests({});
  });
});

describe('a server', () => {
  const client = new Xpander({ apiKey: 'test', fetch: createMockXpander().fetch });

  it('sends nothing before it is connected, and rejects an agent that does not exist', async () => {
    await expect(connectInMemory({ agents: [{ id: 'nobody' }] }, { agents: { echo: () => '' } })).rejects.toMatchObject(
      {
        code: 'not_found',
      },
    );
    await expect(connectInMemory({ agents: 'all' }, { agents: {} })).rejects.toMatchObject({ code: 'configuration' });
  });

  it.each([
    [{ agents: [] }, 'agents'],
    [{ agents: 'some' }, 'agents'],
    [{ agents: ['a-1'] }, 'agents[0].id'],
    [{ agents: [{ id: ' ' }] }, 'agents[0].id'],
    [{ agents: [analyst, analyst] }, 'agents[1].id'],
    [{ agents: [{ id: 'a', name: '' }] }, 'agents[0].name'],
    [{ agents: [{ id: 'a', title: 'A' }] }, 'agents[0].title'],
    [{ agents: 'all', limit: 0 }, 'limit'],
    [{ agents: [analyst], limit: 3 }, 'limit'],
    [{ agents: 'all', holdMs: -1 }, 'holdMs'],
    [{ agents: 'all', heartbeatMs: '5s' }, 'heartbeatMs'],
    [{ agents: 'all', onCancel: 'kill' }, 'onCancel'],
    [{ agents: 'all', hold: 5 }, 'hold'],
    [{ agents: 'all', client: {} }, 'client'],
  ])('rejects a wrong option with its name: %j', (options, option) => {
    for (const create of [createMcpServer, createMcpHandler])
      expect(() => create({ client, ...options } as never)).toThrow(
        expect.objectContaining({ name: 'ConfigurationError', option }),
      );
  });
});
