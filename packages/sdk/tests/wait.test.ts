import { describe, expect, it } from 'vitest';
import {
  ApiError,
  ConfigurationError,
  ConnectionError,
  DeadlineError,
  type HookEvent,
  type Task,
  TaskFailedError,
  TaskPausedError,
} from '../src/index.ts';
import {
  type Answer,
  agentId,
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

const notFound = json({ detail: 'Task not found' }, 404);

describe('tasks.get', () => {
  it('reads a task by its id, or by an object with an id', async () => {
    const { xpander, received } = clientAnswering([task('executing')]);
    expect((await xpander.tasks.get(taskId)).status).toBe('executing');
    await xpander.tasks.get({ id: 'a/b' });
    expect(received.map(({ path }) => path)).toEqual([`/v1/tasks/${taskId}`, '/v1/tasks/a%2Fb']);
  });

  it('keeps fields and statuses that are not in the spec', async () => {
    const { xpander } = clientAnswering([task('hibernating', { new_field: { a: 1 } })]);
    expect(await xpander.tasks.get(taskId)).toMatchObject({ status: 'hibernating', new_field: { a: 1 } });
  });

  it.each(['', '.', '..', 7, null, { id: '' }, {}])('rejects %j as a task', async (ref) => {
    const { xpander, received } = clientAnswering([task('completed')]);
    expect((await rejectionOf(ConfigurationError, xpander.tasks.get(ref as string))).option).toBe('task');
    expect(received).toEqual([]);
  });
});

describe('tasks.wait', () => {
  it('polls at once for an id, and pauses first for a running task', async () => {
    const byId = clientAnswering([task('completed')]);
    await byId.xpander.tasks.wait(taskId);
    const start = byId.clock.now();
    expect(byId.received[0]?.atMs).toBe(start);

    const byTask = clientAnswering([task('completed')]);
    const before = byTask.clock.now();
    await byTask.xpander.tasks.wait({ id: taskId, status: 'executing' } as Task);
    expect((byTask.received[0]?.atMs ?? 0) - before).toBeGreaterThanOrEqual(1_350);
  });

  it('sends nothing for a task that has ended already', async () => {
    const { xpander, received } = clientAnswering([task('executing')]);
    const ended = { id: taskId, status: 'completed', input: {}, result: 'R' } as Task;
    expect(await xpander.tasks.wait(ended)).toBe(ended);
    await expect(xpander.tasks.wait({ ...ended, status: 'error' })).rejects.toBeInstanceOf(TaskFailedError);
    expect(received).toEqual([]);
  });

  it('reads the task when a completed snapshot is not a whole task', async () => {
    const { xpander, received } = clientAnswering([task('completed', { result: 'whole' })]);
    expect((await xpander.tasks.wait({ id: taskId, status: 'completed' } as Task)).result).toBe('whole');
    expect(received).toHaveLength(1);
  });

  it('polls at intervals that grow with the square root of the age, from 1.5 s to 15 s, ±10 %', async () => {
    const { xpander, received, clock } = clientAnswering([task('executing')]);
    const startMs = clock.now();
    await rejectionOf(DeadlineError, xpander.tasks.wait(taskId, { deadlineMs: 3_600_000 }));
    const times = received.map(({ atMs }) => atMs - startMs);
    for (const [index, time] of times.slice(0, -1).entries()) {
      const pause = (times[index + 1] ?? 0) - time;
      const paced = Math.min(15_000, Math.max(1_500, 650 * Math.sqrt(time / 1000)));
      expect(pause).toBeGreaterThanOrEqual(paced * 0.9 - 1);
      expect(pause).toBeLessThanOrEqual(paced * 1.1 + 1);
    }
    const pauses = new Set(times.slice(1).map((time, index) => time - (times[index] ?? 0)));
    expect(pauses.size).toBeGreaterThan(times.length / 2);
  });

  it('polls every pollIntervalMs, but at least 50 ms apart', async () => {
    const { xpander, received, clock } = clientAnswering([task('executing')]);
    const startMs = clock.now();
    await rejectionOf(DeadlineError, xpander.tasks.wait(taskId, { deadlineMs: 500, pollIntervalMs: 0 }));
    expect(received.map(({ atMs }) => atMs - startMs)).toEqual([0, 50, 100, 150, 200, 250, 300, 350, 400, 450]);
  });

  it('calls a pollIntervalMs function with the age of the wait, and rejects an invalid result', async () => {
    const ages: number[] = [];
    const { xpander, received } = clientAnswering([task('executing'), task('executing'), task('completed')]);
    const pollIntervalMs = (ageMs: number): number => {
      ages.push(ageMs);
      return 1_000;
    };
    await xpander.tasks.wait(taskId, { pollIntervalMs });
    expect(ages).toEqual([0, 1_000]);
    expect(received).toHaveLength(3);
    const broken = xpander.tasks.wait({ id: taskId, status: 'executing' } as Task, {
      pollIntervalMs: () => Number.NaN,
    });
    expect((await rejectionOf(ConfigurationError, broken)).option).toBe('pollIntervalMs');
  });

  it.each([
    [['completed']],
    [['cancelled']],
    null,
    undefined,
    7,
    {},
    '',
    'queued',
    'running',
    'hibernating',
    'constructor',
    '__proto__',
  ])('keeps polling at the normal interval while the status is %s', async (status) => {
    const { xpander, received } = clientAnswering([task(status as string), task(status as string), task('completed')]);
    await xpander.tasks.wait(taskId);
    expect(received).toHaveLength(3);
    expect((received[1]?.atMs ?? 0) - (received[0]?.atMs ?? 0)).toBeGreaterThanOrEqual(1_350);
  });

  it('passes the whole path to onPoll, with the prefix of the base URL and the escaped id', async () => {
    const paths: string[] = [];
    const { xpander, received } = clientAnswering([task('executing'), task('completed')], {
      baseUrl: 'https://gateway.example.com/xpander',
      hooks: { onPoll: ({ path }) => paths.push(path) },
    });
    await xpander.tasks.wait('a/b');
    expect(paths).toEqual(['/xpander/v1/tasks/a%2Fb']);
    expect(received.map(({ path }) => path)).toEqual([...paths, ...paths]);
  });

  it('calls onPoll with the attempt and the delay before each pause', async () => {
    const polls: HookEvent[] = [];
    const { xpander } = clientAnswering([task('executing'), task('completed')], {
      hooks: { onPoll: (event) => polls.push(event) },
    });
    await xpander.tasks.wait(taskId, { pollIntervalMs: 1_000 });
    expect(polls).toEqual([{ method: 'GET', path: `/v1/tasks/${taskId}`, taskId, attempt: 1, delayMs: 1_000 }]);
  });
});

describe('a paused task', () => {
  const paused = task('paused', { hitl_request: { wait_node_id: 'node-1' } });

  it('rejects the wait at once with what it waits for', async () => {
    const { xpander } = clientAnswering([paused]);
    const error = await rejectionOf(TaskPausedError, xpander.tasks.wait(taskId));
    expect(error.hitlRequest).toEqual({ wait_node_id: 'node-1' });
    expect(error.task.id).toBe(taskId);
  });

  it('is waited for with onPaused: "wait"', async () => {
    const { xpander } = clientAnswering([paused, paused, task('completed', { result: 'approved' })]);
    expect((await xpander.tasks.wait(taskId, { onPaused: 'wait' })).result).toBe('approved');
  });

  it('is read again when only an old snapshot shows it as paused', async () => {
    const { xpander, received, clock } = clientAnswering([task('completed')]);
    const startMs = clock.now();
    expect((await xpander.tasks.wait({ id: taskId, status: 'paused' } as Task)).status).toBe('completed');
    expect(received[0]?.atMs).toBe(startMs);
  });
});

describe('a failed poll', () => {
  it.each<[string, Answer]>([
    ['a reset', networkError('ECONNRESET')],
    ['a refused connection', networkError('ECONNREFUSED')],
    ['a 502 with an HTML page', html(502)],
    ['a 200 with an HTML page', html(200)],
    ['broken JSON', new Response('{"id":', { status: 200 })],
    ['a 500', json({ detail: 'oops' }, 500)],
    ['a 429', json({ detail: 'slow down' }, 429)],
    ['a 425', json({ detail: 'too early' }, 425)],
    ['an unanswered request', noReply],
    ...[400, 401, 403, 404, 409, 422, 429, 501].map((status): [string, Answer] => [
      `a ${status} with an HTML page`,
      html(status),
    ]),
    ['an empty 404', new Response(null, { status: 404 })],
    ['a 404 in plain text', new Response('404 page not found', { status: 404 })],
    ['a 404 in the JSON of a gateway', json({ message: 'no Route matched with those values' }, 404)],
  ])('does not end the wait: %s', async (_, failure) => {
    const { xpander, received } = clientAnswering([task('executing'), failure, failure, task('completed')]);
    await xpander.tasks.wait(taskId);
    expect(received).toHaveLength(4);
  });

  it.each([425, 520, 524, 530])('does not end the wait for an id when it is the first one: a %i', async (status) => {
    const { xpander, received } = clientAnswering([json({ detail: 'oops' }, status), task('completed')]);
    await xpander.tasks.wait(taskId);
    expect(received).toHaveLength(2);
  });

  it('is the cause of the DeadlineError when polls keep failing', async () => {
    const { xpander } = clientAnswering([task('executing'), html(502)]);
    const error = await rejectionOf(DeadlineError, xpander.tasks.wait(taskId, { deadlineMs: 20_000 }));
    expect(error).toMatchObject({ taskId, started: true, deadlineMs: 20_000 });
    expect(error.cause).toMatchObject({ status: 502 });
    expect(error.lastTask?.status).toBe('executing');
  });

  it('is not the cause of the DeadlineError once a later poll succeeds', async () => {
    const { xpander } = clientAnswering([task('executing'), html(502), task('executing')]);
    const error = await rejectionOf(DeadlineError, xpander.tasks.wait(taskId, { deadlineMs: 20_000 }));
    expect(error.cause).toBeUndefined();
  });

  it('does not end a run when a gateway answers 404 for a minute', async () => {
    const { xpander, clock } = clientAnswering([
      ({ method }) => {
        const ageMs = clock.now() - startMs;
        if (method === 'POST' || ageMs < 15_000) return task('executing');
        return ageMs < 75_000 ? html(404) : task('completed', { result: 'R' });
      },
    ]);
    const startMs = clock.now();
    expect((await xpander.agents.run('a-1', 'hi')).result).toBe('R');
  });

  it('delays the next poll by the Retry-After of a web page', async () => {
    const busy = html(503, { 'retry-after': '30' });
    const { xpander, received } = clientAnswering([task('executing'), busy, task('completed')]);
    await xpander.tasks.wait(taskId, { pollIntervalMs: 100 });
    expect((received[2]?.atMs ?? 0) - (received[1]?.atMs ?? 0)).toBe(30_000);
  });

  it.each([401, 403, 404, 422])('ends the wait when it is a %i', async (status) => {
    const { xpander, received } = clientAnswering([task('executing'), json({ detail: 'No' }, status)]);
    const error = await rejectionOf(ApiError, xpander.tasks.wait(taskId));
    expect(error.status).toBe(status);
    expect(received).toHaveLength(2);
  });

  it('delays the next poll by its Retry-After', async () => {
    const busy = json({ detail: 'busy' }, 503, { 'retry-after': '30' });
    const { xpander, received } = clientAnswering([task('executing'), busy, task('completed')]);
    await xpander.tasks.wait(taskId, { pollIntervalMs: 100 });
    expect((received[2]?.atMs ?? 0) - (received[1]?.atMs ?? 0)).toBe(30_000);
  });

  it.each([
    ['X-RateLimit-Reset in milliseconds', { 'x-ratelimit-reset': '1767225630000' }],
    ['X-RateLimit-Reset in microseconds', { 'x-ratelimit-reset': '1767225630000000' }],
    ['Retry-After with an instant in seconds', { 'retry-after': '1767225630' }],
    ['Retry-After with an instant in milliseconds', { 'retry-after': '1767225630000' }],
    ['Retry-After with many digits', { 'retry-after': '999999999999999' }],
  ])('does not end the wait when it is a 429 with %s', async (_, headers) => {
    const busy = json({ detail: 'slow down' }, 429, headers);
    const { xpander, clock } = clientAnswering([task('executing'), busy, task('completed')]);
    const startMs = clock.now();
    await xpander.tasks.wait(taskId);
    expect(clock.now() - startMs).toBeLessThan(60_000);
  });

  it('ends the wait at once when its Retry-After passes the deadline', async () => {
    const busy = json({ detail: 'busy' }, 503, { 'retry-after': '300' });
    const { xpander, clock } = clientAnswering([task('executing'), busy]);
    const startMs = clock.now();
    const error = await rejectionOf(
      DeadlineError,
      xpander.tasks.wait(taskId, { deadlineMs: 60_000, pollIntervalMs: 100 }),
    );
    expect(error.cause).toMatchObject({ status: 503, retryAfterMs: 300_000 });
    expect(clock.now() - startMs).toBe(100);
  });

  it('ends the wait at once when its Retry-After equals the remaining time', async () => {
    const busy = json({ detail: 'busy' }, 503, { 'retry-after': '59' });
    const { xpander, clock } = clientAnswering([task('executing'), busy]);
    const startMs = clock.now();
    await rejectionOf(DeadlineError, xpander.tasks.wait(taskId, { deadlineMs: 60_000, pollIntervalMs: 1_000 }));
    expect(clock.now() - startMs).toBe(1_000);
  });

  it('ends the wait after the usual retries when it is the first read of a bare id', async () => {
    const { xpander, received } = clientAnswering([networkError('ECONNREFUSED')]);
    await rejectionOf(ConnectionError, xpander.tasks.wait(taskId));
    expect(received).toHaveLength(3);
  });
});

describe('a task that the server does not find yet', () => {
  it('is polled for up to 10 s more when an invocation just returned it', async () => {
    const { xpander, received } = clientAnswering([task('pending'), notFound, notFound, notFound, task('completed')]);
    await xpander.agents.run(agentId, 'hi');
    expect(received).toHaveLength(5);
  });

  it('rejects the wait 10 s after the first 404', async () => {
    const { xpander, clock } = clientAnswering([task('pending'), html(502), notFound]);
    const startMs = clock.now();
    const error = await rejectionOf(ApiError, xpander.agents.run(agentId, 'hi', { pollIntervalMs: 3_000 }));
    expect(error.code).toBe('not_found');
    expect(clock.now() - startMs).toBe(18_000);
  });

  it('rejects the wait at once when only an id is known', async () => {
    const { xpander, received } = clientAnswering([notFound]);
    expect((await rejectionOf(ApiError, xpander.tasks.wait(taskId))).code).toBe('not_found');
    expect(received).toHaveLength(1);
  });
});

describe('the deadline', () => {
  it('aborts the request in flight', async () => {
    let signal: AbortSignal | undefined;
    const hang = (request: Request): Promise<Response> => {
      signal = request.signal;
      return noReply();
    };
    const { xpander, clock } = clientAnswering([task('executing'), hang]);
    const startMs = clock.now();
    const error = await rejectionOf(DeadlineError, xpander.tasks.wait(taskId, { deadlineMs: 5_000 }));
    expect(clock.now() - startMs).toBe(5_000);
    expect(signal?.aborted).toBe(true);
    expect(error.message).toContain('goes on (last seen executing)');
    expect(error.message).toContain(`tasks.wait("${taskId}")`);
  });

  it('gives way to the connection error when the next retry would pass it', async () => {
    const { xpander } = clientAnswering([networkError('ECONNREFUSED')], { maxRetries: 50 });
    const error = await rejection(xpander.agents.run(agentId, 'hi', { deadlineMs: 30_000 }));
    // The pause before the next attempt would pass the deadline, so the call rejects with the error of the last attempt.
    expect(error).toBeInstanceOf(ConnectionError);
  });

  it('has started: "unknown" in its error when it passes during the POST', async () => {
    const { xpander, received } = clientAnswering([noReply]);
    const error = await rejectionOf(
      DeadlineError,
      xpander.agents.invoke(agentId, 'hi', { deadlineMs: 5_000, timeoutMs: 0 }),
    );
    expect(error).toMatchObject({ started: 'unknown', taskId: undefined });
    expect(error.message).toContain('may have started');
    expect(error.message).not.toContain('goes on');
    expect(received).toHaveLength(1);
  });

  it('is ten minutes by default, and unlimited when it is 0', async () => {
    const { xpander, clock } = clientAnswering([task('executing')]);
    const startMs = clock.now();
    await rejectionOf(DeadlineError, xpander.tasks.wait(taskId));
    expect(clock.now() - startMs).toBe(600_000);

    const answers = [...Array<Response>(100).fill(task('executing')), task('completed')];
    const patient = clientAnswering(answers);
    await patient.xpander.tasks.wait(taskId, { deadlineMs: 0, pollIntervalMs: 60_000 });
    expect(patient.received).toHaveLength(101);
  });
});

describe('a deadline', () => {
  it('has started: "unknown" in its error for a bare id that was never read', async () => {
    const { xpander } = clientAnswering([noReply]);
    const error = await rejectionOf(DeadlineError, xpander.tasks.wait(taskId, { deadlineMs: 1_000 }));
    expect(error).toMatchObject({ started: 'unknown', taskId });
    expect(error.message).not.toContain('goes on');
  });

  it('of 0 does not make the wait stall on a Retry-After of four hundred digits', async () => {
    const busy = json({}, 503, { 'retry-after': '9'.repeat(400) });
    const { xpander } = clientAnswering([task('executing'), busy, task('completed')]);
    expect((await xpander.tasks.wait(taskId, { deadlineMs: 0 })).status).toBe('completed');
  });
});

describe('an apiKey function that fails once', () => {
  it('does not end the wait for a known task', async () => {
    let calls = 0;
    const apiKey = (): string => {
      calls += 1;
      if (calls === 2) throw new Error('the vault is sealed');
      return 'key-1';
    };
    const { xpander } = clientAnswering([task('pending'), task('completed')], { apiKey });
    expect((await xpander.agents.run(agentId, 'hi')).status).toBe('completed');
  });
});

describe('concurrent waits', () => {
  it('do not affect each other', async () => {
    const { xpander } = clientAnswering([task('executing'), task('executing'), task('executing'), task('completed')]);
    const controller = new AbortController();
    const first = rejection(xpander.tasks.wait(taskId, { signal: controller.signal }));
    const second = rejectionOf(DeadlineError, xpander.tasks.wait(taskId, { deadlineMs: 10 }));
    const third = xpander.tasks.wait(taskId);
    controller.abort('mine alone');
    expect(await first).toBe('mine alone');
    await second;
    expect((await third).status).toBe('completed');
  });
});
