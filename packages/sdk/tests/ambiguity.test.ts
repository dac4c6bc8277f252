import type { MockXpander } from '@xpander/mock';
import { describe, expect, it } from 'vitest';
import {
  AmbiguousInvocationError,
  DeadlineError,
  type InvokeOptions,
  TaskFailedError,
  type Xpander,
} from '../src/index.ts';
import {
  type Answer,
  agentId,
  clientAnswering,
  html,
  json,
  type MockedClient,
  mockedClient,
  networkError,
  noReply,
  postsTo,
  rejectionOf,
  task,
  taskId,
} from './support.ts';

const agent = 'agent-1';
const posts = (mock: MockXpander): number => sentIds(mock).length;

/** The `id` in the body of each POST. */
function sentIds(mock: MockXpander): unknown[] {
  return postsTo(mock).map(({ body }) => (body as { id?: string }).id);
}

function withAgent(): MockedClient {
  return mockedClient({ agents: { [agent]: ({ text, turn }) => `${turn}: ${text}` } });
}

const verbs = ['run', 'invoke', 'invokeAsync'] as const;
const operationOf = { run: 'invokeAsync', invoke: 'invoke', invokeAsync: 'invokeAsync' } as const;

describe.each(verbs)('%s with a lost response', (verb) => {
  const call = (xpander: Xpander, onAmbiguous: InvokeOptions['onAmbiguous'], id?: string) =>
    xpander.agents[verb](agent, { id, input: 'hi' }, { onAmbiguous });

  it('rejects by default, without generating an id', async () => {
    const { xpander, mock } = withAgent();
    mock.drop({ operation: operationOf[verb], at: 'after-accept' });
    const error = await rejectionOf(AmbiguousInvocationError, xpander.agents[verb](agent, 'hi'));
    expect(error.taskId).toBeUndefined();
    expect(mock.requests).toHaveLength(1);
    expect(sentIds(mock)).toEqual([undefined]);
  });

  it.each(['adopt', 'resend'] as const)(
    'finds the run with onAmbiguous: "%s", and sends one POST',
    async (onAmbiguous) => {
      const { xpander, mock } = withAgent();
      mock.drop({ operation: operationOf[verb], at: 'after-accept' });
      const found = await call(xpander, onAmbiguous);
      const { result } = await xpander.tasks.wait(found);
      expect(result).toContain('hi');
      expect(posts(mock)).toBe(1);
      expect(sentIds(mock)).toEqual([found.id]);
    },
  );

  it('rejects with the generated id when "adopt" does not find the run', async () => {
    const { xpander, mock } = withAgent();
    mock.fail({ operation: operationOf[verb], status: 504 });
    const error = await rejectionOf(AmbiguousInvocationError, call(xpander, 'adopt'));
    expect(error).toMatchObject({ status: 504, taskId: sentIds(mock)[0] });
    expect(posts(mock)).toBe(1);
  });

  it('sends one more POST with the same id when "resend" does not find the run', async () => {
    const { xpander, mock } = withAgent();
    mock.fail({ operation: operationOf[verb], status: 504 });
    const done = await xpander.tasks.wait(await call(xpander, 'resend'));
    expect(done.result).toBe('1: hi');
    expect(sentIds(mock)).toEqual([done.id, done.id]);
  });

  it('sends no third POST', async () => {
    const { xpander, mock } = withAgent();
    mock.fail({ operation: operationOf[verb], status: 504, times: 5 });
    await rejectionOf(AmbiguousInvocationError, call(xpander, 'resend'));
    expect(posts(mock)).toBe(2);
  });

  it('adopts a turn of an existing thread only when it is seen there, and never resends it', async () => {
    const { xpander, mock } = withAgent();
    const { id } = await xpander.agents.run(agent, 'first');
    mock.fail({ operation: operationOf[verb], status: 504 });
    await rejectionOf(AmbiguousInvocationError, call(xpander, 'resend', id));
    expect(posts(mock)).toBe(2);

    mock.drop({ operation: operationOf[verb], at: 'after-accept' });
    const done = await xpander.tasks.wait((await call(xpander, 'adopt', id)).id);
    expect(done.result).toBe('2: hi');
    expect(posts(mock)).toBe(3);
  });
});

describe('the search for a lost run', () => {
  it('reads the task 0.2, 0.6, 1.4 and 3 s after the loss', async () => {
    const { xpander, received } = clientAnswering([networkError('ECONNRESET'), json({ detail: 'No' }, 404)]);
    await rejectionOf(AmbiguousInvocationError, xpander.agents.run(agentId, 'hi', { onAmbiguous: 'adopt' }));
    const [post, ...reads] = received;
    expect(reads.map(({ atMs }) => atMs - (post?.atMs ?? 0))).toEqual([200, 600, 1_400, 3_000]);
  });

  it.each<[string, Answer]>([
    ['a 502', html(502)],
    ['a lost connection', networkError('ECONNRESET')],
    ['an HTML page', html(200)],
    ['a 401', json({ detail: 'No' }, 401)],
  ])('continues after %s', async (_, answer) => {
    const { xpander } = clientAnswering([html(504), answer, answer, task('completed', { result: 'R' })]);
    expect((await xpander.agents.invoke(agentId, 'hi', { onAmbiguous: 'adopt' })).result).toBe('R');
  });

  it.each<[string, Answer]>([
    ['a 400', json({ detail: 'No' }, 400)],
    ['a 401', json({ detail: 'No' }, 401)],
    ['a 403', json({ detail: 'No' }, 403)],
    ['a 429', json({ detail: 'Slow down' }, 429)],
    ['a 500', json({ detail: 'oops' }, 500)],
    ['a 502', html(502)],
    ['an HTML page with status 200', html(200)],
    ['an HTML page with status 404', html(404)],
    ['an empty 404', new Response(null, { status: 404 })],
    ['a 404 in the JSON of a gateway', json({ message: 'Not Found' }, 404)],
    ['a redirect', new Response(null, { status: 302 })],
    ['broken JSON', new Response('{"id":')],
    ['JSON that is no task', json({})],
    ['a reset', networkError('ECONNRESET')],
    ['a refused connection', networkError('ECONNREFUSED')],
    ['no answer', noReply],
  ])('is followed by no second POST when its last read gets %s', async (_, answer) => {
    const missing = json({ detail: 'Task not found' }, 404);
    for (const reads of [[answer], [missing, missing, missing, answer]]) {
      const { xpander, received } = clientAnswering([networkError('ECONNRESET'), ...reads]);
      const run = xpander.agents.run(agentId, 'hi', { onAmbiguous: 'resend', timeoutMs: 1_000 });
      const error = await rejectionOf(AmbiguousInvocationError, run);
      expect(received[0]?.body).toMatchObject({ id: error.taskId });
      expect(received.filter(({ method }) => method === 'POST')).toHaveLength(1);
    }
  });

  it.each([404, 422])('is followed by a second POST when its last read gets a %i of the API', async (status) => {
    const missing = json({ detail: 'Task not found' }, status);
    const answers = [html(504), html(502), json({ detail: 'No' }, 403), networkError('ECONNRESET'), missing];
    const { xpander, received } = clientAnswering([...answers, task('completed')]);
    await xpander.agents.run(agentId, 'hi', { onAmbiguous: 'resend' });
    expect(received.filter(({ method }) => method === 'POST')).toHaveLength(2);
  });

  it('sends each read once, with the headers of the call', async () => {
    const { xpander, received } = clientAnswering([html(504), html(503)]);
    const options = { onAmbiguous: 'adopt', headers: { 'x-trace': 't-1' } } as const;
    await rejectionOf(AmbiguousInvocationError, xpander.agents.run(agentId, 'hi', options));
    expect(received.map(({ method, headers }) => `${method} ${headers['x-trace']}`)).toEqual([
      'POST t-1',
      ...Array<string>(4).fill('GET t-1'),
    ]);
  });

  it('yields to new runs under a rateLimit', async () => {
    const lost = html(504);
    const { xpander, received, clock } = clientAnswering([lost, task('pending', { id: 't-2' }), task('completed')], {
      rateLimit: { requests: 1, perMs: 10_000 },
    });
    const run = xpander.agents.run(agentId, 'hi', { onAmbiguous: 'adopt' });
    // By then the first read, due after 0.2 s, waits for the rate limit.
    await clock.sleep(1_000);
    await Promise.all([run, xpander.agents.invokeAsync(agentId, 'more')]);
    expect(received.map(({ method }) => method).slice(0, 3)).toEqual(['POST', 'POST', 'GET']);
  });

  it('does not adopt an earlier turn with the same input', async () => {
    const earlier = { input: { text: 'hi' }, result: 'old', finished_at: '2026-02-07T02:13:41Z' };
    const { xpander } = clientAnswering([task('completed', earlier), html(504), task('completed', earlier)]);
    const run = xpander.agents.run(agentId, { id: taskId, input: 'hi' }, { onAmbiguous: 'adopt' });
    await rejectionOf(AmbiguousInvocationError, run);
  });

  it('adopts a task whose record has no input', async () => {
    const bare = json({ id: taskId, status: 'executing' });
    const { xpander } = clientAnswering([html(504), bare, task('completed', { result: 'R' })]);
    expect((await xpander.agents.run(agentId, 'hi', { onAmbiguous: 'adopt' })).result).toBe('R');
  });

  it('reports the found run to onUpdate first, and rejects when that run fails', async () => {
    const { xpander } = clientAnswering([html(504), task('executing'), task('failed')]);
    const seen: unknown[] = [];
    const run = xpander.agents.run(agentId, 'hi', {
      onAmbiguous: 'adopt',
      onUpdate: ({ status }) => seen.push(status),
    });
    expect((await rejectionOf(TaskFailedError, run)).status).toBe('failed');
    expect(seen).toEqual(['executing', 'failed']);
  });

  it('ends at the deadline, whose error has started: "unknown"', async () => {
    const { xpander } = clientAnswering([html(504), json({ detail: 'No' }, 404)]);
    const run = xpander.agents.run(agentId, 'hi', { onAmbiguous: 'resend', deadlineMs: 1_000 });
    const error = await rejectionOf(DeadlineError, run);
    expect(error.started).toBe('unknown');
    expect(error.taskId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('ends with started: "unknown" when the deadline passes while the second POST is retried', async () => {
    let calls = 0;
    const apiKey = (): Promise<string> => {
      calls += 1;
      return calls > 6 ? new Promise(() => undefined) : Promise.resolve('key-1');
    };
    const notFound = json({ detail: 'No' }, 404);
    const busy = json({ detail: 'Too many requests' }, 429, { 'retry-after': '1' });
    const answers = [html(504), notFound, notFound, notFound, notFound, busy];
    const { xpander, received } = clientAnswering(answers, { apiKey });
    const run = xpander.agents.run(agentId, 'hi', { onAmbiguous: 'resend', deadlineMs: 20_000 });
    expect((await rejectionOf(DeadlineError, run)).started).toBe('unknown');
    expect(received.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'GET', 'GET', 'POST']);
  });

  it('uses the id of the response when it differs from the generated one', async () => {
    const { xpander, received } = clientAnswering([task('pending'), task('completed')]);
    expect((await xpander.agents.run(agentId, 'hi', { onAmbiguous: 'resend' })).id).toBe(taskId);
    expect(received[1]?.path).toBe(`/v1/tasks/${taskId}`);
  });

  it('rejects as ambiguous when the second POST is refused', async () => {
    const notFound = json({ detail: 'No' }, 404);
    const { xpander } = clientAnswering([
      html(504),
      notFound,
      notFound,
      notFound,
      notFound,
      json({ detail: 'Taken' }, 409),
    ]);
    const error = await rejectionOf(
      AmbiguousInvocationError,
      xpander.agents.run(agentId, 'hi', { onAmbiguous: 'resend' }),
    );
    expect(error.status).toBe(409);
  });
});
