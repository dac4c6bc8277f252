import { describe, expect, it } from 'vitest';
import { createMockXpander, type WireOptions } from '../src/index.ts';
import { type Client, clientOf } from './client.ts';
import { parseEvents } from './streams.ts';

function setUp(wire: WireOptions): Client {
  const agents = { a: () => 'answer', broken: () => Promise.reject(new Error('broken')) };
  return clientOf(createMockXpander({ agents, wire }));
}

const streamOf = async (client: Client, agentId = 'a'): Promise<object[]> =>
  parseEvents(await (await client.post(`/v1/agents/${agentId}/invoke/stream`, { id: 't', input: {} })).text());

describe('wire', () => {
  it('timestamps: zone-less removes the Z everywhere except in content', async () => {
    const client = setUp({ timestamps: 'zone-less' });
    const task = await client.run('a', '2026-01-01T00:00:00Z', { payload_extension: { sent: '2026-01-01T00:00:00Z' } });
    expect(task).toMatchObject({
      created_at: '2026-01-01T00:00:00.000000',
      input: { text: '2026-01-01T00:00:00Z' },
      payload_extension: { sent: '2026-01-01T00:00:00Z' },
    });
    const list = await (await client.get('/v1/tasks?from_date=2026-01-01')).json();
    expect(list).toMatchObject({ items: [{ created_at: expect.not.stringContaining('Z') }] });
    expect((await streamOf(client))[0]).toMatchObject({ time: expect.not.stringContaining('Z') });
  });

  it('tasks: short has only a few fields', async () => {
    const client = setUp({ tasks: 'short' });
    expect(Object.keys(await client.start('a', '', { id: 't' }))).toEqual([
      'id',
      'agent_id',
      'organization_id',
      'created_at',
      'status',
      'result',
      'source',
    ]);
    const [created] = (await streamOf(client)) as { data: object }[];
    expect(Object.keys(created?.data ?? {})).toHaveLength(7);
  });

  it('tasks: without-nulls has only fields that are set', async () => {
    const task = await setUp({ tasks: 'without-nulls' }).start('a', '');
    expect(Object.values(task)).not.toContain(null);
    expect(Object.keys(task)).toEqual(expect.arrayContaining(['id', 'status', 'input', 'think_mode']));
  });

  it('tasks: full is the default, with every field of the description', async () => {
    const full = await setUp({}).run('a', '');
    expect(Object.keys(full).length).toBeGreaterThan(45);
    expect(full).toMatchObject({ hitl_request: null, paused_at: null });
  });

  it('startedAt: null applies to a task that has ended', async () => {
    expect(await setUp({ startedAt: 'null' }).run('a', '')).toMatchObject({ status: 'completed', started_at: null });
  });

  it('events: legacy has the old names and shapes', async () => {
    expect(await streamOf(setUp({ events: 'legacy' }))).toEqual([
      { type: 'task_started', task_id: 't', timestamp: expect.any(String) },
      { type: 'content_chunk', task_id: 't', content: 'answer', is_final: false },
      { type: 'task_completed', task_id: 't', result: 'answer' },
    ]);
    expect((await streamOf(setUp({ events: 'legacy' }), 'broken')).at(-1)).toEqual({
      type: 'error',
      task_id: 't',
      error: 'broken',
    });
  });

  it('events: event-key has the shape of the sample box', async () => {
    const events = await streamOf(setUp({ events: 'event-key' }));
    expect(events).toMatchObject([
      { event: 'task_created', data: { id: 't', status: 'running' } },
      { event: 'task_updated', data: { status: 'running' } },
      { event: 'chunk', data: 'answer' },
      { event: 'task_finished', data: { status: 'completed' } },
    ]);
  });
});
