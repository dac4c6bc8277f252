import { describe, expect, it } from 'vitest';
import { jsonSchema, parseOutput, type Task, TaskFailedError, type TaskSummary } from '../src/index.ts';
import {
  type Answer,
  agentId,
  clientAnswering,
  collect,
  event,
  eventStream,
  json,
  rejectionOf,
  type Scripted,
  task,
  taskId,
} from './support.ts';

const finished_at = '2026-02-07T02:13:41.897123Z';
const expired = task('expired', { finished_at, result: 'Too old' });
const running = task('executing');

/** A stream of these events, and then the task as reads show it. */
function streaming(events: readonly string[], ...reads: readonly Answer[]): Scripted {
  return clientAnswering([() => eventStream(events.join('')), ...reads]);
}

const snapshot = (status: string, more: object = {}): object => ({ id: taskId, status, input: {}, ...more });

describe('a status that the SDK does not know, with a finished_at', () => {
  it.each<[string, (client: Scripted['xpander']) => Promise<unknown>, readonly Answer[]]>([
    ['a wait for an id', ({ tasks }) => tasks.wait(taskId), [expired]],
    ['a wait for a task', ({ tasks }) => tasks.wait(taskId), [running, expired]],
    ['run', ({ agents }) => agents.run(agentId, 'hi'), [task('pending'), running, expired]],
    ['invoke', ({ agents }) => agents.invoke(agentId, 'hi'), [expired]],
  ])('ends %s', async (_, call, answers) => {
    const { xpander, received } = clientAnswering(answers);
    const error = await rejectionOf(TaskFailedError, call(xpander));
    expect(error).toMatchObject({ status: 'expired', taskId, task: { status: 'expired', result: 'Too old' } });
    expect(received).toHaveLength(answers.length);
  });

  it('ends a stream whose connection was lost', async () => {
    const { xpander } = streaming([event('task_created', snapshot('pending'))], running, expired);
    const stream = xpander.agents.stream(agentId, 'hi');
    const events = await collect(stream);
    expect(events.at(-1)).toMatchObject({ type: 'task_finished', data: { status: 'expired' } });
    expect((await rejectionOf(TaskFailedError, stream.finalTask())).status).toBe('expired');
  });

  it.each(['task', 'summary'] as const)('ends a task of waitAll and runMany with detail: "%s"', async (detail) => {
    const row = { id: taskId, agent_id: agentId, status: 'expired', updated_at: finished_at };
    const other = { ...row, id: 't-2', status: 'completed' };
    const answers: Answer = ({ method, url }) => {
      const { pathname } = new URL(url);
      if (pathname === '/v1/tasks') return json({ items: [row, other], total_pages: 1 });
      if (method === 'POST') return task('pending');
      return pathname.endsWith('t-2') ? task('completed', { id: 't-2' }) : expired.clone();
    };
    const { xpander, clock } = clientAnswering([answers]);
    const startMs = clock.now();
    const options = { detail: detail as 'task', deadlineMs: 600_000 };
    const outcomes = await collect(xpander.tasks.waitAll([snapshot('executing') as Task, 't-2'], options));
    expect(outcomes.find(({ id }) => id === taskId)?.error).toMatchObject({
      name: 'TaskFailedError',
      status: 'expired',
    });
    const [outcome] = await collect(xpander.agents.runMany(agentId, ['hi'], options));
    expect(outcome?.error).toMatchObject({ name: 'TaskFailedError', status: 'expired' });
    expect(clock.now() - startMs).toBeLessThan(30_000);
  });

  it('is no end while its finished_at is that of an earlier turn', async () => {
    const stale = task('reviving', { finished_at, result: 'old' });
    const done = task('completed', { finished_at: '2026-02-07T02:14:41Z', result: 'new' });
    const since = { id: taskId, status: 'completed', finished_at, result: 'old' } satisfies Task;
    const { xpander, received } = clientAnswering([...Array<Answer>(40).fill(stale), done]);
    expect((await xpander.tasks.wait(taskId, { since, pollIntervalMs: 1_000 })).result).toBe('new');
    expect(received).toHaveLength(41);
  });

  it('lets the next turn of its thread start', async () => {
    const answers = [
      json({ detail: 'No' }, 404),
      task('pending'),
      expired,
      expired,
      task('completed', { result: 'B' }),
    ];
    const { xpander, received } = clientAnswering(answers);
    const thread = xpander.agent(agentId).thread(taskId);
    await rejectionOf(TaskFailedError, thread.send('a'));
    expect((await thread.send('b')).result).toBe('B');
    expect(received.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'GET', 'POST']);
  });

  it('of a stored task is an end', async () => {
    const stored = snapshot('expired', { finished_at }) as Task;
    expect((await rejectionOf(TaskFailedError, parseOutput(stored, jsonSchema({})))).status).toBe('expired');
    const { xpander, received } = clientAnswering([running]);
    expect((await rejectionOf(TaskFailedError, xpander.tasks.wait(stored))).status).toBe('expired');
    expect(received).toEqual([]);
  });
});

describe('a status that the SDK does not know, in a task_finished', () => {
  const created = event('task_created', snapshot('pending'));

  it.each([
    ['with a finished_at', { finished_at }],
    ['without a finished_at', {}],
  ])('is the end: %s', async (_, more) => {
    const finished = event('task_finished', snapshot('expired', more));
    const { xpander, received } = streaming([created, finished], running);
    const stream = xpander.agents.stream(agentId, 'hi');
    expect((await collect(stream)).map(({ type }) => type)).toEqual(['task_created', 'task_finished']);
    expect(await rejectionOf(TaskFailedError, stream.finalTask())).toMatchObject({ status: 'expired', taskId });
    const run = streaming([created, finished], running).xpander.agents.run(agentId, 'hi', { via: 'stream' });
    expect((await rejectionOf(TaskFailedError, run)).status).toBe('expired');
    expect(received).toHaveLength(1);
  });

  it('is not the end when it is of another task', async () => {
    const other = event('task_finished', { ...snapshot('expired'), id: 't-2' }, 't-2');
    const done = event('task_finished', snapshot('completed', { result: 'R' }));
    const { xpander } = streaming([created, other, done]);
    expect((await xpander.agents.stream(agentId, 'hi').finalTask()).result).toBe('R');
  });

  it.each(['executing', 'paused', null])('is not the end when the status is %j: the task is polled', async (status) => {
    const finished = event('task_finished', snapshot(status as string));
    const { xpander } = streaming([created, finished], task('completed', { result: 'R' }));
    expect((await xpander.agents.stream(agentId, 'hi').finalTask()).result).toBe('R');
  });
});

describe.each([
  ['queued', 'pending'],
  ['running', 'executing'],
  ['cancelled', 'stopped'],
])('the older name "%s"', (older, current) => {
  const record = task(older, { finished_at });

  it(`reads ${current} in tasks that verbs return`, async () => {
    const { xpander } = clientAnswering([record]);
    expect((await xpander.tasks.get(taskId)).status).toBe(current);
    expect((await xpander.tasks.stop(taskId)).status).toBe(current);
    expect((await xpander.agents.invokeAsync(agentId, 'hi')).status).toBe(current);
  });

  it(`reads ${current} in the rows of lists`, async () => {
    const { xpander } = clientAnswering([json({ items: [{ id: taskId, status: older }, null], total_pages: 1 })]);
    const { items } = await xpander.tasks.list().firstPage();
    expect(items).toEqual([{ id: taskId, status: current }, null]);
  });

  it(`reads ${current} in events and in onUpdate`, async () => {
    const seen: unknown[] = [];
    const events = ['task_created', 'task_updated'].map((type) => event(type, snapshot(older)));
    const { xpander } = streaming([...events, event('task_finished', snapshot('completed'))]);
    const stream = xpander.agents.stream(agentId, 'hi', { onUpdate: ({ status }) => seen.push(status) });
    const statuses = (await collect(stream)).map(({ data }) => (data as Task).status);
    expect(statuses).toEqual([current, current, 'completed']);
    expect(seen).toEqual([current, current, 'completed']);
  });
});

describe('the older name "cancelled"', () => {
  it('reads stopped everywhere in a TaskFailedError', async () => {
    const ended = task('cancelled', { finished_at });
    const { xpander } = clientAnswering([ended]);
    const stored = { ...((await ended.clone().json()) as Task) };
    for (const failed of [xpander.tasks.wait(taskId), xpander.agents.run(agentId, 'hi'), xpander.tasks.wait(stored)])
      expect(await rejectionOf(TaskFailedError, failed)).toMatchObject({
        status: 'stopped',
        task: { status: 'stopped' },
      });
    expect(stored.status).toBe('cancelled');
  });

  it('reads stopped in outcomes with detail: "summary"', async () => {
    const rows = [taskId, 't-2'].map((id) => ({ id, status: 'cancelled', updated_at: finished_at }));
    const { xpander } = clientAnswering([json({ items: rows, total_pages: 1 })]);
    const outcomes = await collect(xpander.tasks.waitAll([taskId, 't-2'], { detail: 'summary' }));
    for (const { error } of outcomes)
      expect(error).toMatchObject({ status: 'stopped', task: { status: 'stopped' } satisfies Partial<TaskSummary> });
  });
});
