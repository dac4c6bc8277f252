import { describe, expect, it } from 'vitest';
import { createMockXpander, fail, MockConfigurationError, pause, type ScriptTurn } from '../src/index.ts';
import { clientOf } from './client.ts';

describe('a script', () => {
  it('answers with a string or an object', async () => {
    const agents = { text: ({ text }: ScriptTurn) => `You said ${text}`, object: async () => ({ city: 'Paris' }) };
    const client = clientOf(createMockXpander({ agents }));
    expect(await client.run('text', 'hi')).toMatchObject({ status: 'completed', result: 'You said hi' });
    expect((await client.run('object', '')).result).toBe('{"city":"Paris"}');
  });

  it('receives its turn', async () => {
    const turns: ScriptTurn[] = [];
    const mock = createMockXpander({
      agents: {
        a: (turn) => {
          turns.push(turn);
          return `answer ${turn.turn}`;
        },
      },
    });
    const client = clientOf(mock);
    const { id } = await client.run('a', 'first', { title: 'A title' });
    await client.run('a', 'second', { id });
    expect(turns[0]).toMatchObject({ text: 'first', turn: 1, history: [], request: { title: 'A title' } });
    expect(turns[1]).toMatchObject({
      text: 'second',
      turn: 2,
      history: [
        { role: 'user', content: 'first' },
        { role: 'assistant', content: 'answer 1' },
      ],
    });
  });

  it('ends as error if it throws, and as failed with fail()', async () => {
    const agents = {
      error: () => {
        throw new Error('model overloaded');
      },
      failed: () => {
        throw fail('no prices found');
      },
      returned: () => fail('returned instead'),
      odd: () => Promise.reject('just text'),
      empty: () => undefined as never,
    };
    const client = clientOf(createMockXpander({ agents }));
    expect(await client.run('error', '')).toMatchObject({ status: 'error', result: 'model overloaded' });
    expect(await client.run('failed', '')).toMatchObject({ status: 'failed', result: 'no prices found' });
    expect(await client.run('returned', '')).toMatchObject({ status: 'failed', result: 'returned instead' });
    expect(await client.run('odd', '')).toMatchObject({ status: 'error', result: 'just text' });
    expect(await client.run('empty', '')).toMatchObject({
      status: 'error',
      result: 'The script returned undefined; return a string, an object or an async iterable.',
    });
  });

  it('can yield its answer in pieces and sleep between them', async () => {
    const mock = createMockXpander({
      agents: {
        a: async function* ({ sleep }) {
          yield 'one ';
          await sleep(1_000);
          yield 'two';
        },
      },
    });
    const client = clientOf(mock);
    const { id } = await client.start('a', '');
    await mock.clock.sleep(500);
    expect(await client.read(id)).toMatchObject({ status: 'executing', result: null });
    await mock.clock.sleep(1_000);
    expect(await client.read(id)).toMatchObject({ status: 'completed', result: 'one two' });
  });

  it('reports a value that it must not yield', async () => {
    const agents = {
      a: async function* () {
        yield { chunk: 'x' } as never;
      },
    };
    const { status, result } = await clientOf(createMockXpander({ agents })).run('a', '');
    expect([status, result]).toEqual([
      'error',
      'The script yielded {"chunk":"x"}; yield a string, pause({ … }) or { type, data }.',
    ]);
  });
});

describe('a timeline', () => {
  it('counts each entry from the previous one and the first from acceptance', async () => {
    const mock = createMockXpander({
      agents: {
        a: [
          { status: 'executing', afterMs: 200 },
          { status: 'completed', afterMs: 800, result: { done: true } },
        ],
      },
    });
    expect(await clientOf(mock).run('a', '')).toMatchObject({
      status: 'completed',
      result: '{"done":true}',
      created_at: '2026-01-01T00:00:00.000000Z',
      started_at: '2026-01-01T00:00:00.200000Z',
      finished_at: '2026-01-01T00:00:01.000000Z',
    });
  });

  it('can skip statuses, and then has no started_at', async () => {
    const client = clientOf(createMockXpander({ agents: { a: [{ status: 'completed', result: 'x' }] } }));
    expect(await client.run('a', '')).toMatchObject({ status: 'completed', started_at: null });
  });

  it('can use unknown statuses, which are not final', async () => {
    const mock = createMockXpander({
      agents: {
        a: [
          { status: 'queued' },
          { status: 'warming-up', afterMs: 100, result: '' },
          { status: 'stopped', afterMs: 900 },
        ],
      },
    });
    const client = clientOf(mock);
    const { id } = await client.start('a', '');
    await mock.clock.sleep(50);
    expect(await client.read(id)).toMatchObject({ status: 'queued', finished_at: null });
    await mock.clock.sleep(100);
    expect(await client.read(id)).toMatchObject({ status: 'warming-up', result: '' });
    await mock.clock.sleep(1_000);
    expect(await client.read(id)).toMatchObject({ status: 'stopped', is_manually_stopped: false, result: null });
  });
});

describe('an invalid script or option', () => {
  it.each([
    [
      { agent: {} },
      'createMockXpander() has no option "agent"; use "agents", "workflows", "agentDrafts", "keys", "strictUser", "rate',
    ],
    [{ agents: { a: 'text' } }, 'agents["a"] must be a function or a timeline of at least one entry.'],
    [{ agents: { a: [] } }, 'agents["a"] must be a function or a timeline'],
    [{ agents: { a: [{ status: 5 }] } }, 'agents["a"][0].status must be a string'],
    [{ agents: { a: [{ status: 'x', after: 5 }] } }, 'agents["a"][0] has no option "after"'],
    [{ agents: { a: [{ status: 'x', afterMs: '5' }] } }, 'agents["a"][0].afterMs must be a number of milliseconds'],
    [{ agents: { a: [{ status: 'completed' }, { status: 'executing' }] } }, 'agents["a"][0] ends the task'],
    [{ agents: { a: [{ status: 'paused' }] } }, 'agents["a"][0] needs hitl, auth, questions or confirm'],
    [{ agents: { a: [{ status: 'paused', questions: [] }] } }, 'agents["a"][0].questions must be a list such as'],
    [
      { agents: { a: [{ status: 'completed', confirm: { title: 'x' } }] } },
      'agents["a"][0] has confirm, which are allowed',
    ],
    [{ wire: { turnEnd: 'never' } }, 'wire.turnEnd must be "before", "after" or "alone"; got never.'],
    [{ wire: { connected: 1 } }, 'wire.connected must be true or false; got 1.'],
    [{ agents: { a: [{ status: 'executing', hitl: {} }] } }, 'which are allowed only with status "paused".'],
    [{ workflows: { w: [] } }, 'workflows["w"] must be a function or a timeline'],
    [{ agentDrafts: 1 }, 'agentDrafts must be true or false'],
    [{ keys: ['key-1'] }, 'keys must be an object'],
    [{ keys: { 'key-1': { agents: ['a'] } } }, 'keys must be an object'],
    [{ keys: { 'key-1': { organization: 'org-1', agents: 'a' } } }, 'or of { organization, agents: [ids] }'],
    [{ keys: { 'key-1': { organization: 'org-1', agent: ['a'] } } }, 'keys must be an object'],
    [{ cors: 'localhost' }, 'cors must be true, false or an origin such as "http://localhost:3000".'],
    [{ strictUser: 'yes' }, 'strictUser must be true or false'],
    [{ rateLimit: { requests: 0, perMs: 1 } }, 'rateLimit must be an object such as'],
    [{ rateLimit: { requests: 1, perMs: 1, burst: 2 } }, 'rateLimit has no option "burst"'],
    [{ wire: 'short' }, 'wire must be an object'],
    [{ wire: { task: 'short' } }, 'wire has no option "task"'],
    [{ wire: { tasks: 'tiny' } }, 'wire.tasks must be "full", "without-nulls" or "short"; got tiny.'],
    [{ wire: { threadVariant: 5 } }, 'wire.threadVariant must be 1, 2, 3 or 4; got 5.'],
    [{ wire: { chunkSize: 0 } }, 'wire.chunkSize must be an integer, 1 or more; got 0.'],
    [{ wire: { chunks: 'no' } }, 'wire.chunks must be true or false; got no.'],
    [{ wire: { heartbeatMs: -1 } }, 'wire.heartbeatMs must be a number above 0; got -1.'],
    [{ keep: { endedTasks: 0 } }, 'keep must be an object such as { endedTasks: 10_000, requests: 1_000 }'],
    [{ keep: { requests: 1.5 } }, 'keep must be an object such as'],
    [{ keep: 100 }, 'keep must be an object such as'],
    [{ keep: { tasks: 1 } }, 'keep has no option "tasks"; use "endedTasks" or "requests".'],
    [{ clock: 'fast' }, 'clock must be "virtual", "real" or an object'],
  ])('is rejected by name: %j', (options, message) => {
    expect(() => createMockXpander(options as never)).toThrow(MockConfigurationError);
    expect(() => createMockXpander(options as never)).toThrow(message);
  });

  it('is a pause that waits for nothing', () => {
    expect(() => pause({})).toThrow('pause() needs hitl, auth, questions or confirm');
    expect(() => pause({ hitl: {}, why: 1 } as never)).toThrow('pause() has no option "why"');
  });
});
