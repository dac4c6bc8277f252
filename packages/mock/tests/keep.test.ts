import { describe, expect, it } from 'vitest';
import { createMockXpander, type MockOptions, type MockXpander, pause } from '../src/index.ts';
import { type Client, clientOf } from './client.ts';

function setUp(keep: MockOptions['keep']): { mock: MockXpander; client: Client } {
  const agents: MockOptions['agents'] = {
    quick: ({ text }) => text,
    slow: ({ sleep }) => sleep(60_000).then(() => 'late'),
    async *asking() {
      yield pause({ hitl: { title: 'Send it?' } });
      yield 'sent';
    },
    async *leading() {
      yield { type: 'sub_agent_trigger', data: { agent_id: 'quick', query: 'help' } };
      yield 'led';
    },
  };
  const mock = createMockXpander({ agents, keep });
  return { mock, client: clientOf(mock) };
}

const idsOf = (mock: MockXpander): string[] => mock.tasks.map(({ id }) => id);

async function totalOf(client: Client, query = ''): Promise<number> {
  return ((await (await client.get(`/v1/tasks?${query}`)).json()) as { total: number }).total;
}

describe('keep.endedTasks', () => {
  it('forgets the tasks that ended first', async () => {
    const { mock, client } = setUp({ endedTasks: 2 });
    for (const id of ['one', 'two', 'three']) await client.run('quick', id, { id });
    expect(idsOf(mock)).toEqual(['two', 'three']);
    expect((await client.get('/v1/tasks/one')).status).toBe(404);
    expect((await client.read('two')).result).toBe('two');
    expect([await totalOf(client), await totalOf(client, 'status=completed')]).toEqual([2, 2]);
    expect(() => mock.task('one')).toThrow('does not exist');
  });

  it('never forgets a task that runs or is paused', async () => {
    const { mock, client } = setUp({ endedTasks: 1 });
    await client.start('slow', '', { id: 'running' });
    await client.start('asking', '', { id: 'paused' });
    await mock.clock.sleep(100);
    for (const id of ['one', 'two']) await client.run('quick', id, { id });
    expect(idsOf(mock)).toEqual(['running', 'paused', 'two']);
    mock.task('paused').resume();
    await mock.clock.sleep(100);
    expect(idsOf(mock)).toEqual(['running', 'paused']);
    await mock.clock.sleep(60_000);
    expect(mock.tasks).toMatchObject([{ id: 'running', status: 'completed', result: 'late' }]);
  });

  it('counts the end of the latest turn of a thread', async () => {
    const { mock, client } = setUp({ endedTasks: 2 });
    for (const id of ['one', 'two', 'one', 'three']) await client.run('quick', id, { id });
    expect(idsOf(mock)).toEqual(['one', 'three']);
    const thread = (await (await client.get('/v1/tasks/one/thread')).json()) as unknown[];
    expect(thread).toHaveLength(4);
  });

  it('keeps the answers to requests that are held open', async () => {
    const { client } = setUp({ endedTasks: 1 });
    const held = await Promise.all(['a', 'b', 'c'].map((text) => client.run('quick', text)));
    expect(held.map(({ result }) => result)).toEqual(['a', 'b', 'c']);
  });

  it('starts a forgotten thread and conversation anew', async () => {
    const { mock, client } = setUp({ endedTasks: 1 });
    const turn = async (id: string): Promise<string[]> => {
      const body = { id, input: { text: 'Hello' } };
      const text = await (await client.post('/v1/agents/quick/conversations/invoke/stream', body)).text();
      return [...text.matchAll(/^id: (\d+)$/gm)].map(([, number]) => number ?? '');
    };
    const first = await turn('chat');
    expect(first[0]).toBe('1');
    await client.run('quick', '', { id: 'other' });
    expect(idsOf(mock)).toEqual(['other']);
    expect(await turn('chat')).toEqual(first);
  });

  it('forgets sub-tasks and parents without an error', async () => {
    const { mock, client } = setUp({ endedTasks: 1 });
    const { id } = await client.run('leading', '');
    expect(idsOf(mock)).toEqual([id]);
    expect((await client.get(`/v1/tasks/${id}/thread/full`)).status).toBe(200);
    await client.run('quick', '', { id: 'next' });
    expect(idsOf(mock)).toEqual(['next']);
  });

  it('bounds the memory of a mock that runs for long', async () => {
    const { mock, client } = setUp({ endedTasks: 5, requests: 5 });
    for (let index = 0; index < 50; index += 1) await client.run('quick', '');
    expect([mock.tasks.length, mock.requests.length, await totalOf(client)]).toEqual([5, 5, 5]);
  });
});

describe('keep.requests', () => {
  it('forgets the oldest requests, but counts them', async () => {
    const { mock, client } = setUp({ requests: 2 });
    const { id } = await client.start('quick', '');
    await client.get('/v1/nowhere');
    await client.read(id);
    await client.read(id);
    expect(mock.requests).toHaveLength(2);
    expect(mock.requestsTo('getTask')).toHaveLength(2);
    expect(mock.requestsTo('invokeAsync')).toEqual([]);
    expect(mock.lastRequest?.path).toBe(`/v1/tasks/${id}`);
    expect(() => mock.expectRequests({ invokeAsync: 1, getTask: 2 })).toThrow('1 × GET /v1/nowhere');
    mock.reset();
    mock.expectRequests({});
  });
});
