import { describe, expect, it } from 'vitest';
import { createMockXpander } from '../src/index.ts';
import { schemas } from '../src/protocol/api-description.ts';
import { clientOf } from './client.ts';

describe('invokeAsync', () => {
  it('answers at once with a pending task', async () => {
    const mock = createMockXpander();
    const task = await clientOf(mock).start('agent-1', 'Analyze competitor pricing for Q1 2026');
    expect(task).toMatchObject({
      agent_id: 'agent-1',
      status: 'pending',
      result: null,
      source: 'api',
      finished_at: null,
    });
    expect(task.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(task.created_at).toBe('2026-01-01T00:00:00.000000Z');
  });

  it('starts a run whose statuses a poller sees', async () => {
    const mock = createMockXpander();
    const client = clientOf(mock);
    const { id } = await client.start('agent-1', 'Generate a market report');
    const seen: string[] = [];
    for (let poll = 0; poll < 4; poll++) {
      seen.push((await client.read(id)).status);
      await mock.clock.sleep(2_000);
    }
    expect(seen).toEqual(['pending', 'executing', 'executing', 'completed']);
    expect(await client.read(id)).toMatchObject({
      result: expect.stringContaining('Market report'),
      started_at: '2026-01-01T00:00:01.500000Z',
      finished_at: '2026-01-01T00:00:04.500000Z',
    });
  });
});

describe('invoke', () => {
  it('answers after the run has ended', async () => {
    const mock = createMockXpander();
    const task = await clientOf(mock).run('agent-1', 'Analyze competitor pricing for Q1 2026');
    expect(task.status).toBe('completed');
    expect(task.result).toContain('three main competitors');
    expect(mock.clock.now() - Date.parse(String(task.created_at))).toBe(4_500);
  });

  it('answers 200 for a failed run', async () => {
    const mock = createMockXpander({ agents: { broken: [{ status: 'failed', result: 'no luck' }] } });
    const response = await clientOf(mock).post('/v1/agents/broken/invoke', { input: {} });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'failed', result: 'no luck' });
  });

  it('answers at once with asynchronous=true', async () => {
    const client = clientOf(createMockXpander());
    const response = await client.post('/v1/agents/a/invoke?asynchronous=true', { input: { text: 'hi' } });
    expect(await response.json()).toMatchObject({ status: 'pending', result: null });
  });

  it('rejects with the reason of an abort, and the run continues', async () => {
    const mock = createMockXpander();
    const client = clientOf(mock);
    const controller = new AbortController();
    const body = { id: 'kept', input: { text: 'hi' } };
    const call = client.post('/v1/agents/a/invoke', body, { signal: controller.signal });
    await mock.clock.sleep(1_000);
    const reason = new Error('not now');
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await mock.clock.sleep(4_000);
    expect((await client.read('kept')).status).toBe('completed');
  });
});

describe('a task', () => {
  it('has every field of the API description', async () => {
    const task = await clientOf(createMockXpander()).start('a', 'hi');
    expect(Object.keys(task).sort()).toEqual(Object.keys(schemas.Task?.properties as object).sort());
    expect(Object.values(task)).not.toContain(undefined);
  });

  it('repeats the fields of the request, secrets included', async () => {
    const sent = {
      output_format: 'json',
      output_schema: { type: 'object' },
      user_oidc_token: 'oidc-secret',
      user_tokens: { graph: 'token-secret' },
      mcp_servers: [{ name: 'files', api_key: 'mcp-secret' }],
      title: 'A title',
      think_mode: 'harder',
      instructions_override: 'Be brief',
      source: 'nightly',
    };
    expect(await clientOf(createMockXpander()).start('a', 'hi', sent)).toMatchObject(sent);
  });

  it('names the requested version and the parent', async () => {
    const client = clientOf(createMockXpander());
    const body = { input: { text: '' }, parent_execution_id: 'parent-1' };
    const response = await client.post('/v1/agents/a/invoke/async?version=draft', body);
    expect(await response.json()).toMatchObject({ agent_version: '2', parent_execution: 'parent-1' });
  });

  it('contains the user with a display name', async () => {
    const client = clientOf(createMockXpander());
    const user = { id: 'u1', email: 'dana@example.com', first_name: 'Dana', last_name: 'Levi' };
    const { input } = await client.start('a', '', { input: { user } });
    expect(input).toEqual({
      text: '',
      files: [],
      user: {
        ...user,
        display_name: 'Dana Levi',
        role: 'member',
        is_super_admin: false,
        additional_attributes: null,
        timezone: null,
      },
    });
  });

  it('counts tokens at its end', async () => {
    const mock = createMockXpander({ agents: { a: () => '12345678' } });
    const client = clientOf(mock);
    const { id, tokens } = await client.start('a', '1234');
    expect(tokens).toBeNull();
    await mock.clock.sleep(1);
    expect((await client.read(id)).tokens).toEqual({ prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 });
  });
});

describe('the built-in agent', () => {
  it.each([
    ['2+2?', '4'],
    ['What is 6 * 7?', '42'],
    ['Tell me about otters', 'This is the built-in agent of the local emulator. It was asked: "Tell me about otters".'],
  ])('answers %j', async (text, answer) => {
    expect((await clientOf(createMockXpander()).run('any', text)).result).toBe(answer);
  });

  it('remembers a name within a thread', async () => {
    const client = clientOf(createMockXpander());
    const { id } = await client.run('any', 'My name is Dana');
    expect((await client.run('any', 'What is my name?', { id })).result).toBe('Your name is Dana.');
    expect((await client.run('any', 'What is my name?')).result).toBe('You have not told me your name yet.');
  });

  it('answers in JSON on request, by the schema', async () => {
    const client = clientOf(createMockXpander());
    const plain = await client.run('any', '2+2?', { output_format: 'json' });
    expect(JSON.parse(plain.result ?? '')).toEqual({ answer: '4' });
    const output_schema = {
      type: 'object',
      properties: {
        city: { type: 'string', minLength: 9 },
        count: { type: 'integer', minimum: 3 },
        kind: { enum: ['a', 'b'] },
        tags: { type: 'array', items: { anyOf: [{ type: 'boolean' }, { type: 'null' }] } },
      },
    };
    const shaped = await client.run('any', 'Extract', { output_format: 'json', output_schema });
    expect(JSON.parse(shaped.result ?? '')).toEqual({ city: 'example..', count: 3, kind: 'a', tags: [true] });
  });
});

describe('health', () => {
  it('is ok without a key', async () => {
    const response = await createMockXpander().fetch('https://api.xpander.ai/health');
    expect([response.status, await response.json()]).toEqual([200, 'ok']);
  });
});
