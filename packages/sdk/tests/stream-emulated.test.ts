import { createMockXpander, pause } from '@xpander/mock';
import { describe, expect, it } from 'vitest';
import { DeadlineError, type TaskEvent, TaskFailedError, TaskPausedError, Xpander } from '../src/index.ts';
import { collect, type MockedClient, mockedClient, postsTo, rejectionOf } from './support.ts';

const agents = {
  poet: async function* ({ text }: { text: string }) {
    yield 'Roses are red, ';
    yield { type: 'tool_call_request', data: { request_id: 'r-1', operation_id: 'look-up', tool_name: 'dictionary' } };
    yield { type: 'tool_call_result', data: { request_id: 'r-1', operation_id: 'look-up', result: 'violet' } };
    yield `${text} are blue.`;
  },
  broken: () => {
    throw new Error('out of ink');
  },
  careful: async function* () {
    yield 'Ordering … ';
    yield pause({ hitl: { wait_node_id: 'node-1' } });
    yield 'done.';
  },
};

function withMock(): MockedClient & { posts: () => number } {
  const { xpander, mock } = mockedClient({ agents });
  return { xpander, mock, posts: () => postsTo(mock).length };
}

describe('a stream from the mock', () => {
  it('may begin with connected, which names the task before it is stored', async () => {
    const { xpander } = mockedClient({ agents, wire: { connected: true } });
    for (const options of [{}, { onAmbiguous: 'adopt' }] as const) {
      const stream = xpander.agent('poet').stream('Violets', options);
      const id = await stream.opened;
      const events = await collect(stream);
      expect(events.slice(0, 2).map(({ type, task_id: taskId }) => [type, taskId])).toEqual([
        ['connected', id],
        ['task_created', id],
      ]);
      expect(await stream.finalTask()).toMatchObject({ id, status: 'completed' });
    }
  });

  it('ends with an event that has the organization and the time of the server', async () => {
    const events = await collect(withMock().xpander.agent('poet').stream('Violets'));
    expect(events.at(-1)).toMatchObject({ organization_id: expect.any(String), time: expect.any(String) });
  });

  it('yields events in order, and the answer in chunks', async () => {
    const { xpander } = withMock();
    const events = await collect(xpander.agent('poet').stream('Violets'));
    const types = events.map(({ type }: TaskEvent) => type);
    expect(types[0]).toBe('task_created');
    expect(types.at(-1)).toBe('task_finished');
    expect(types.filter((type) => type.startsWith('tool_call'))).toEqual(['tool_call_request', 'tool_call_result']);
    const chunks = events.flatMap((event) => (event.type === 'chunk' ? [event.data] : []));
    expect(chunks.join('')).toBe('Roses are red, Violets are blue.');
  });

  it('returns the whole answer when the connection drops midway', async () => {
    const { xpander, mock, posts } = withMock();
    mock.drop({ operation: 'invokeStream', at: 'mid-stream' });
    const stream = xpander.agent('poet').stream('Violets');
    await collect(stream);
    expect((await stream.finalTask()).result).toBe('Roses are red, Violets are blue.');
    expect(posts()).toBe(1);
  });

  it('returns the whole answer when the connection goes silent', async () => {
    const { xpander, mock, posts } = withMock();
    mock.stall({ operation: 'invokeStream', at: 'mid-stream', forMs: 3_600_000 });
    const startMs = mock.clock.now();
    expect((await xpander.agent('poet').stream('Violets').finalTask()).result).toBe('Roses are red, Violets are blue.');
    expect(mock.clock.now() - startMs).toBeLessThan(120_000);
    expect(posts()).toBe(1);
  });

  it('rejects finalTask when the run fails', async () => {
    const { xpander } = withMock();
    const error = await rejectionOf(TaskFailedError, xpander.agent('broken').stream('x').finalTask());
    expect(error).toMatchObject({ status: 'error' });
    expect(error.task.result).toContain('out of ink');
  });

  it('continues through a pause with onPaused: "wait", once the task is resumed', async () => {
    const { xpander, mock } = withMock();
    const stream = xpander.agent('careful').stream('paper', { onPaused: 'wait' });
    for await (const event of stream) {
      if (event.type === 'task_updated' && event.data.status === 'paused') mock.task(event.data.id).resume();
    }
    expect((await stream.finalTask()).result).toBe('Ordering … done.');
  });

  it('yields a pause as an event, and continues once the task is resumed', async () => {
    const { xpander, mock } = withMock();
    const statuses: unknown[] = [];
    for await (const event of xpander.agent('careful').stream('paper')) {
      if (event.type !== 'task_updated' || event.data.status !== 'paused') continue;
      statuses.push(event.data.hitl_request?.wait_node_id);
      mock.task(event.data.id).resume();
    }
    expect(statuses).toEqual(['node-1']);
  });

  it('rejects textStream, finalTask and run when the task is paused, with what it waits for', async () => {
    const { xpander, mock } = withMock();
    const agent = xpander.agent('careful');
    const startMs = mock.clock.now();
    const text = async (): Promise<void> => {
      for await (const piece of agent.stream('paper').textStream()) expect(piece).toEqual(expect.any(String));
    };
    const rejections = [text(), agent.stream('paper').finalTask(), agent.run('paper', { via: 'stream' })];
    for (const each of rejections) {
      expect((await rejectionOf(TaskPausedError, each)).hitlRequest).toMatchObject({ wait_node_id: 'node-1' });
    }
    expect(mock.clock.now() - startMs).toBeLessThan(10_000);
  });

  it('detects a pause that no event reported', async () => {
    const { xpander, mock } = withMock();
    mock.drop({ operation: 'invokeStream', at: 'mid-stream', times: 1 });
    await rejectionOf(TaskPausedError, xpander.agent('careful').stream('paper', { idleTimeoutMs: 1_000 }).finalTask());
  });

  it('adds the last snapshot to the DeadlineError', async () => {
    const { xpander } = withMock();
    const options = { onPaused: 'wait', deadlineMs: 30_000 } as const;
    const error = await rejectionOf(DeadlineError, xpander.agent('careful').stream('paper', options).finalTask());
    expect(error.lastTask).toMatchObject({ status: 'paused' });
  });

  it('gives each turn of a thread its own answer, streamed or not', async () => {
    const { xpander } = withMock();
    const { id } = await xpander.agent('poet').stream('Violets').finalTask();
    const answers = await Promise.all([
      xpander.agent('poet').stream({ id, input: 'Lilacs' }).finalTask(),
      xpander.agent('poet').run({ id, input: 'Skies' }),
      xpander.agent('poet').run({ id, input: 'Seas' }, { via: 'stream' }),
    ]);
    expect(answers.map(({ result }) => result?.split(' ')[3])).toEqual(['Lilacs', 'Skies', 'Seas']);
  });

  it('works over HTTP as well', async () => {
    const mock = createMockXpander({ agents, clock: 'real' });
    const server = await mock.listen({ port: 0 });
    try {
      const xpander = new Xpander({ apiKey: 'key-1', baseUrl: server.url });
      expect((await collect(xpander.agent('poet').stream('Violets').textStream())).join('')).toBe(
        'Roses are red, Violets are blue.',
      );
    } finally {
      await server.close();
    }
  });
});

describe('the other verbs on the mock', () => {
  it('list, stop, delete and read threads', async () => {
    const { xpander } = withMock();
    const { id } = await xpander.agent('poet').run('Violets');
    const rows = await collect(xpander.tasks.list({ agent_id: 'poet' }));
    expect(rows.map((row) => row.id)).toEqual([id]);
    expect((await xpander.tasks.stop(id)).status).toBe('completed');
    expect((await xpander.tasks.messages(id)).map(({ role }) => role)).toEqual(['user', 'assistant']);
    expect(Object.keys(await xpander.tasks.fullThread(id))).toContain('root');
    expect((await collect(xpander.agents.list())).length).toBe(3);
    await xpander.tasks.delete(id);
    expect(await collect(xpander.tasks.list())).toEqual([]);
  });

  it('stop an abandoned run with onAbandon: "stop"', async () => {
    const { mock, xpander } = mockedClient({ agents: { slow: ({ sleep }) => sleep(3_600_000).then(() => 'late') } });
    const { id } = await xpander.agent('slow').invokeAsync('x');
    await xpander.tasks.wait(id, { deadlineMs: 5_000, onAbandon: 'stop' }).catch(() => undefined);
    await mock.clock.sleep(1_000);
    expect((await xpander.tasks.get(id)).status).toBe('stopped');
  });
});
