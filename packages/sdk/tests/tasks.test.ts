import { describe, expect, it } from 'vitest';
import { ApiError, DeadlineError, ProtocolError, type Xpander } from '../src/index.ts';
import {
  type Answer,
  clientAnswering,
  html,
  json,
  networkError,
  noReply,
  rejection,
  rejectionOf,
  task,
  taskId,
} from './support.ts';

const gone = json({ detail: 'Task not found' }, 404);

describe('tasks.get', () => {
  it('says not_found only if the API does', async () => {
    const read = async (answer: Answer): Promise<unknown> =>
      rejection(clientAnswering([answer]).xpander.tasks.get(taskId));
    expect(await read(gone)).toMatchObject({ name: 'ApiError', code: 'not_found' });
    for (const answer of [html(404), new Response(null, { status: 404 }), json({ message: 'Not Found' }, 404)])
      expect(await read(answer)).toMatchObject({ name: 'ProtocolError', code: 'protocol', status: 404 });
  });
});

describe('tasks.stop', () => {
  it('stops the task and returns it', async () => {
    const { xpander, received } = clientAnswering([task('stopped', { is_manually_stopped: true })]);
    expect((await xpander.tasks.stop({ id: taskId })).status).toBe('stopped');
    expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual([`POST /v1/tasks/${taskId}/stop`]);
  });

  it.each<[string, Answer]>([
    ['a reset', networkError('ECONNRESET')],
    ['a 502', html(502)],
    ['an HTML page with status 404', html(404)],
    ['a 500', json({}, 500)],
    ['an unanswered request', noReply],
  ])('is retried after %s, because stopping twice does no harm', async (_, answer) => {
    const { xpander, received } = clientAnswering([answer, answer, task('stopped')]);
    await xpander.tasks.stop(taskId);
    expect(received).toHaveLength(3);
  });
});

describe('tasks.delete', () => {
  it.each([
    ['a 204', new Response(null, { status: 204 })],
    ['a 202 with null', json(null, 202)],
    ['a 200 with a message', json({ message: 'deleted' })],
    ['a 200 with plain text', new Response('ok')],
  ])('resolves when the server returns %s', async (_, answer) => {
    const { xpander, received } = clientAnswering([answer]);
    expect(await xpander.tasks.delete(taskId)).toBeUndefined();
    expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual([`DELETE /v1/tasks/${taskId}`]);
  });

  it('resolves when a retry gets a 404, because the first attempt deleted the task', async () => {
    const { xpander, received } = clientAnswering([networkError('ECONNRESET'), gone]);
    await xpander.tasks.delete(taskId);
    expect(received).toHaveLength(2);
  });

  it.each([
    ['an HTML page with status 404', html(404)],
    ['an empty 404', new Response(null, { status: 404 })],
    ['a 404 in the JSON of a gateway', json({ message: 'Not Found' }, 404)],
    ['an HTML page with status 200', html(200)],
  ])('is retried after %s, and rejects while it persists', async (_, page) => {
    const { xpander, received } = clientAnswering([networkError('ECONNRESET'), page]);
    expect(await rejection(xpander.tasks.delete(taskId))).toMatchObject({ code: 'protocol', status: page.status });
    expect(received).toHaveLength(3);
    const over = clientAnswering([networkError('ECONNRESET'), page, gone]);
    await over.xpander.tasks.delete(taskId);
    expect(over.received).toHaveLength(3);
  });

  it('rejects when the first attempt gets a 404', async () => {
    const { xpander } = clientAnswering([gone]);
    expect((await rejectionOf(ApiError, xpander.tasks.delete(taskId))).code).toBe('not_found');
  });
});

describe('tasks.messages', () => {
  it('reads every known form of a message', async () => {
    const full = {
      id: 'm-1',
      role: 'system',
      content: 'Remember Dana',
      created_at: 1_770_000_000,
      metrics: { input_tokens: 1 },
      tool_calls: null,
    };
    const answers = [
      full,
      { id: `${taskId}_user_1`, role: 'user', content: 'Hi', created_at: 1_770_000_001 },
      { role: 'assistant', content: 'Hello' },
      { id: null, role: null, content: null },
    ];
    const { xpander, received } = clientAnswering([json(answers)]);
    const messages = await xpander.tasks.messages(taskId);
    expect(messages.map(({ raw: _, ...message }) => message)).toEqual([
      { id: 'm-1', role: 'system', content: 'Remember Dana', createdAt: new Date('2026-02-02T02:40:00Z') },
      { id: `${taskId}_user_1`, role: 'user', content: 'Hi', createdAt: new Date('2026-02-02T02:40:01Z') },
      { id: undefined, role: 'assistant', content: 'Hello', createdAt: null },
      { id: undefined, role: undefined, content: '', createdAt: null },
    ]);
    expect(messages[0]?.raw).toEqual(full);
    expect(received[0]?.path).toBe(`/v1/tasks/${taskId}/thread`);
  });

  it('parses a timestamp string, and returns null for an invalid one', async () => {
    const { xpander } = clientAnswering([
      json([
        { role: 'user', created_at: '2026-02-02T02:40:00Z' },
        { role: 'user', created_at: '2026-02-02T02:40:00.250000' },
        { role: 'user', created_at: 'soon' },
      ]),
    ]);
    expect((await xpander.tasks.messages(taskId)).map(({ createdAt }) => createdAt)).toEqual([
      new Date('2026-02-02T02:40:00Z'),
      // Without a zone it is UTC (openapi/FACTS.md#a4).
      new Date('2026-02-02T02:40:00.250Z'),
      null,
    ]);
  });

  it('rejects with a ProtocolError when the response is not a list', async () => {
    await rejectionOf(ProtocolError, clientAnswering([json({ messages: [] })]).xpander.tasks.messages(taskId));
  });
});

describe('tasks.fullThread', () => {
  it('returns the messages of the task and of each sub-task', async () => {
    const { xpander, received } = clientAnswering([json({ root: [{ role: 'user', content: 'Hi' }], 'sub-1': [] })]);
    const threads = await xpander.tasks.fullThread(taskId);
    expect(threads.root?.[0]).toMatchObject({ role: 'user', content: 'Hi' });
    expect(Object.keys(threads)).toEqual(['root', 'sub-1']);
    expect(received[0]?.path).toBe(`/v1/tasks/${taskId}/thread/full`);
  });
});

describe('onAbandon', () => {
  const stops = (received: readonly { path: string }[]): number =>
    received.filter(({ path }) => path.endsWith('/stop')).length;

  it.each(['run', 'wait'] as const)(
    '"stop" sends one stop after a deadline of %s, and does not wait for it',
    async (verb) => {
      const { xpander, received, clock } = clientAnswering([
        (request) => (request.url.endsWith('/stop') ? noReply() : task('executing')),
      ]);
      const options = { deadlineMs: 10_000, onAbandon: 'stop' } as const;
      const call = verb === 'run' ? xpander.agents.run('a-1', 'hi', options) : xpander.tasks.wait(taskId, options);
      const startMs = clock.now();
      await rejectionOf(DeadlineError, call);
      expect(clock.now() - startMs).toBe(10_000);
      await clock.sleep(60_000);
      expect(stops(received)).toBe(1);
    },
  );

  it('"stop" sends one stop after an abort', async () => {
    const controller = new AbortController();
    const { xpander, received, clock } = clientAnswering([task('executing')], {
      hooks: { onPoll: () => controller.abort(null) },
    });
    expect(await rejection(xpander.agents.run('a-1', 'hi', { signal: controller.signal, onAbandon: 'stop' }))).toBe(
      null,
    );
    await clock.sleep(1);
    expect(stops(received)).toBe(1);
  });

  it('leaves the task running by default, and after an error of the server', async () => {
    const left = clientAnswering([task('executing')]);
    await rejectionOf(DeadlineError, left.xpander.agents.run('a-1', 'hi', { deadlineMs: 10_000 }));
    const refused = clientAnswering([task('executing'), json({}, 401)]);
    await rejectionOf(ApiError, refused.xpander.agents.run('a-1', 'hi', { onAbandon: 'stop' }));
    await left.clock.sleep(1);
    expect(stops(left.received) + stops(refused.received)).toBe(0);
  });

  const startAndStop = {
    invoke: (xpander: Xpander) => xpander.agents.invoke('a-1', 'hi', { deadlineMs: 1_000, onAbandon: 'stop' }),
    run: (xpander: Xpander) => xpander.agents.run('a-1', 'hi', { deadlineMs: 1_000, onAbandon: 'stop' }),
    stream: (xpander: Xpander) =>
      xpander.agents.stream('a-1', 'hi', { deadlineMs: 1_000, onAbandon: 'stop' }).finalTask(),
    'a first turn': (xpander: Xpander) =>
      xpander.agent('a-1').thread().send('hi', { deadlineMs: 1_000, onAbandon: 'stop' }),
  };

  it.each(Object.entries(startAndStop))('"stop" stops a run of %s whose POST was not answered', async (_, start) => {
    const { xpander, received, clock } = clientAnswering([
      ({ url }) => (url.endsWith('/stop') ? task('stopped') : noReply()),
    ]);
    const error = await rejectionOf(DeadlineError, start(xpander));
    await clock.sleep(1);
    const [post, ...others] = received;
    const { id } = (post?.body ?? {}) as { id: string };
    expect(error).toMatchObject({ started: 'unknown', taskId: id });
    expect(others.map(({ method, path }) => `${method} ${path}`)).toEqual([`POST /v1/tasks/${id}/stop`]);
  });

  it('"stop" sends nothing when no POST was sent', async () => {
    const { xpander, received, clock } = clientAnswering([noReply]);
    const signal = AbortSignal.abort();
    await rejection(xpander.agents.run('a-1', 'hi', { signal, onAbandon: 'stop' }));
    await clock.sleep(1);
    expect(received).toEqual([]);
  });

  describe('"stop" on an id of the caller', () => {
    /** A server that never answers the POST. Its record then shows a task with this status and text. */
    const abandoned = (status: string, text: string) =>
      clientAnswering([
        () => json({ detail: 'not found' }, 404),
        noReply,
        ({ url }) => (url.endsWith('/stop') ? task('stopped') : task(status, { input: { text } })),
      ]);

    it.each([
      ['stops the run if the record shows its text', 'executing', 'hi', 1],
      ['stops the run if the record shows its text with other white space', 'executing', ' hi ', 1],
      ['stops nothing if the record shows another turn', 'executing', 'another question', 0],
      ['stops nothing if the record has ended', 'completed', 'hi', 0],
    ])('%s', async (_, status, text, expected) => {
      const { xpander, received, clock } = abandoned(status, text);
      const run = xpander.agents.run('a-1', { id: taskId, input: 'hi' }, { deadlineMs: 1_000, onAbandon: 'stop' });
      await rejectionOf(DeadlineError, run);
      await clock.sleep(1);
      expect(received.map(({ method }) => method).slice(0, 3)).toEqual(['GET', 'POST', 'GET']);
      expect(stops(received)).toBe(expected);
    });
  });
});
