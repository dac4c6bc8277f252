import { pause } from '@xpander/mock';
import { describe, expect, it } from 'vitest';
import { type Task, type TaskEvent, TaskPausedError } from '../src/index.ts';
import {
  type Answer,
  clientAnswering,
  collect,
  event,
  eventStream,
  mockedClient,
  noReply,
  rejectionOf,
  task,
  taskId,
} from './support.ts';

const frame = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
const snapshot = (status: string, more: object = {}): Record<string, unknown> => ({
  id: taskId,
  status,
  input: {},
  ...more,
});
const created = event('task_created', snapshot('pending'));
const finished = event('task_finished', snapshot('completed', { result: 'R' }));

/** A stream of these frames, which then ends or stays silent. */
function streamOf(frames: readonly string[], after: 'end' | 'silence' = 'end'): () => Response {
  return () => {
    const left = [...frames];
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const next = left.shift();
        if (next !== undefined) controller.enqueue(new TextEncoder().encode(next));
        else if (after === 'end') controller.close();
        else await noReply();
      },
    });
    return eventStream(body);
  };
}

const eventsOf = (...frames: string[]): Promise<TaskEvent[]> =>
  collect(clientAnswering([streamOf([created, ...frames, finished])]).xpander.agents.stream('a-1', 'hi'));

/** The one event between the first and the last. */
const read = async (text: string): Promise<TaskEvent | undefined> => (await eventsOf(text))[1];

describe('tool events', () => {
  it('pair by request_id, in any order', async () => {
    const call = (id: string, more: object = {}): object => ({ request_id: id, operation_id: 'search', ...more });
    const events = await eventsOf(
      event('tool_call_request', call('r-1', { payload: { query: 'a' }, tool_name: 'Search' })),
      event('tool_call_request', call('r-2', { payload: { query: 'b' }, reasoning: { title: 'Because' } })),
      event('tool_call_result', call('r-2', { result: [1], is_error: false })),
      event('tool_call_result', call('r-1', { result: 'no such list', is_error: true })),
    );
    const pairs = new Map<string, unknown[]>();
    for (const { type, data } of events) {
      if (type !== 'tool_call_request' && type !== 'tool_call_result') continue;
      const name = data.request_id ?? '';
      pairs.set(name, [...(pairs.get(name) ?? []), type === 'tool_call_request' ? data.payload : data.result]);
    }
    expect([...pairs]).toEqual([
      ['r-1', [{ query: 'a' }, 'no such list']],
      ['r-2', [{ query: 'b' }, [1]]],
    ]);
  });

  it.each(['tool_call_request', 'tool_call_result'])('without the data of a call are unknown: %s', async (type) => {
    for (const data of [null, undefined, 'search', 7, ['r-1']])
      expect(await read(event(type, data))).toMatchObject({ type: 'unknown', name: type });
  });
});

describe('an event that needs a person', () => {
  it('has the URL of the login page', async () => {
    const login = { type: 'login_required', data: { url: 'https://login.example.com', server_name: 'Notion' } };
    const got = await read(event('auth_event', login));
    if (got?.type !== 'auth_event') throw new Error('It is of another type');
    expect([got.data?.type, got.data?.data?.url, got.data?.data?.server_name]).toEqual([
      'login_required',
      'https://login.example.com',
      'Notion',
    ]);
  });

  it.each([
    ['a decision', { hitl: { wait_node_id: 'node-1', title: 'Order it?' } }, 'node-1', undefined],
    [
      'a connector',
      { auth: { connector_name: 'Mail', auth_url: 'https://mail.example.com' } },
      undefined,
      'https://mail.example.com',
    ],
  ])('says what a paused task waits for: %s', async (_, wait, node, url) => {
    const { mock, xpander } = mockedClient({
      agents: {
        careful: async function* () {
          yield pause(wait);
          yield 'done';
        },
      },
    });
    const seen: unknown[] = [];
    for await (const each of xpander.agents.stream('careful', 'hi')) {
      if (each.type !== 'task_updated' || each.data.status !== 'paused') continue;
      seen.push([each.data.hitl_request?.wait_node_id, each.data.pending_eca_request?.auth_url]);
      mock.task(each.data.id).resume();
    }
    expect(seen).toEqual([[node, url]]);
  });

  it('is yielded once when a poll of an idle stream shows the pause', async () => {
    const paused = task('paused', { hitl_request: { wait_node_id: 'node-1' } });
    const answers: Answer[] = [streamOf([created], 'silence'), paused, paused, task('completed', { result: 'R' })];
    const updates: unknown[] = [];
    const { xpander } = clientAnswering(answers);
    const onUpdate = ({ status }: Task): unknown => updates.push(status);
    const events = await collect(xpander.agents.stream('a-1', 'hi', { onUpdate, idleTimeoutMs: 5_000 }));
    expect(events.map(({ type }) => type)).toEqual(['task_created', 'task_updated', 'task_finished']);
    expect(events[1]).toMatchObject({ task_id: taskId, data: { hitl_request: { wait_node_id: 'node-1' } } });
    expect(updates.slice(0, 2)).toEqual(['pending', 'paused']);
  });
});

describe('run via "stream"', () => {
  const paused = snapshot('paused', { pending_eca_request: { auth_url: 'https://login.example.com' } });
  const pausing = event('task_updated', paused);

  it.each<[string, Answer[]]>([
    ['an event', [streamOf([created, pausing], 'silence')]],
    ['a poll of an idle stream', [streamOf([created], 'silence'), task('paused', paused)]],
    ['a poll after the stream broke', [streamOf([created]), task('paused', paused)]],
  ])('rejects when %s shows that the task is paused', async (_, answers) => {
    const { xpander, received } = clientAnswering(answers);
    const error = await rejectionOf(TaskPausedError, xpander.agents.run('a-1', 'hi', { via: 'stream' }));
    expect(error).toMatchObject({ task: { id: taskId }, authUrl: 'https://login.example.com' });
    expect(received.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('waits for a paused task with onPaused: "wait", and ignores the pause of another task', async () => {
    const options = { via: 'stream', onPaused: 'wait' } as const;
    const waiting = clientAnswering([streamOf([created, pausing, finished])]).xpander;
    expect((await waiting.agents.run('a-1', 'hi', options)).result).toBe('R');
    const other = clientAnswering([
      streamOf([created, event('task_updated', { ...paused, id: 'sub-1' }, 'sub-1'), finished]),
    ]);
    expect((await other.xpander.agents.run('a-1', 'hi', { via: 'stream' })).result).toBe('R');
  });
});

describe('an event', () => {
  it.each([
    'think',
    'analyze',
    'sub_agent_trigger',
    'plan_updated',
    'auth_event',
    'task_compactization',
    'connected',
    'turn_started',
    'turn_finished',
    'context_status',
    'inline_card',
    'agent_gateway_decision',
    'gateway_steer_applied',
    'ask_user_questions',
    'sub_task_created',
    'sub_task_updated',
    'sub_task_finished',
    'invite_member',
    'member_invited',
    'ask_for_secret',
    'secret_saved',
    'live_surface_created',
  ])('of a known type keeps its data, of any kind: %s', async (type) => {
    expect(await read(event(type, { a: 1 }))).toEqual({ type, task_id: taskId, data: { a: 1 } });
    expect(await read(event(type, 'words'))).toMatchObject({ type, data: 'words' });
    expect(await read(frame({ type, task_id: taskId }))).toEqual({ type, task_id: taskId, data: null });
  });

  it('keeps the fields beside its data', async () => {
    const time = '2026-11-20T10:00:00.123456Z';
    const got = await read(frame({ type: 'think', task_id: taskId, organization_id: 'o-1', time, data: 'Hm' }));
    expect(got).toEqual({ type: 'think', task_id: taskId, organization_id: 'o-1', time, data: 'Hm' });
  });

  it.each([
    ['`event` in the data', frame({ event: 'think', data: 'Hm' })],
    ['the event field of the message', `event: think\n${frame({ data: 'Hm' })}`],
    ['a type in capitals', frame({ type: 'Think', data: 'Hm' })],
  ])('may be named by %s', async (_, text) => {
    expect(await read(text)).toMatchObject({ type: 'think', data: 'Hm' });
  });

  it('may be named in PascalCase', async () => {
    const data = { request_id: 'r-1' };
    expect(await read(frame({ type: 'ToolCallRequest', data }))).toMatchObject({ type: 'tool_call_request', data });
  });

  it.each([
    ['a chunk that is not a string', 'chunk', { text: 'a' }],
    ['a task without an id', 'task_updated', { status: 'executing' }],
    ['a task with an empty id', 'task_created', { id: '', status: 'pending' }],
    ['a task that is a string', 'task_finished', 'done'],
    ['an unknown type', 'hologram', { a: 1 }],
    ['a type named like a property of objects', 'constructor', 1],
  ])('is passed through as unknown when it is %s', async (_, type, data) => {
    expect(await read(event(type, data))).toEqual({ type: 'unknown', name: type, task_id: taskId, data });
  });

  it('without a task has no task_id', async () => {
    expect(await read(frame({ type: 'think', data: 'Hm' }))).toStrictEqual({ type: 'think', data: 'Hm' });
  });

  it('takes its task_id from the task in its data if it has none', async () => {
    const got = await read(frame({ type: 'task_updated', data: { id: 'sub-1', status: 'executing' } }));
    expect(got).toMatchObject({ task_id: 'sub-1' });
    expect(await read(frame({ type: 'think', task_id: 7, data: { id: 8 } }))).toMatchObject({ task_id: 7 });
  });

  it.each(['error', 'Error'])('of type %s ends the stream, and the task is polled', async (type) => {
    const { xpander, received } = clientAnswering([
      streamOf([created, frame({ type, error: 'oops' }), event('chunk', 'too late')], 'silence'),
      task('completed', { result: 'From the task' }),
    ]);
    const events = await collect(xpander.agents.stream('a-1', 'hi'));
    expect(events.map(({ type: name }) => name)).toEqual(['task_created', 'task_finished']);
    expect(received).toHaveLength(2);
  });
});
