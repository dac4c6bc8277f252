import { pause, type Script } from '@xpander/mock';
import { describe, expect, it, vi } from 'vitest';
import {
  AmbiguousInvocationError,
  ApiError,
  DeadlineError,
  StreamInterruptedError,
  TaskPausedError,
  ThreadBusyError,
  TurnReplacedError,
  Xpander,
} from '../src/index.ts';
import {
  clientAnswering,
  clientOfMock,
  collect,
  event,
  eventStream,
  heapInUse,
  html,
  json,
  type MockedClient,
  mockedClient,
  networkError,
  postsTo,
  rejection,
  rejectionOf,
  task,
} from './support.ts';

const agent = 'agent-1';
const id = 'thread-1';

/** A client and a mock of one agent, on one virtual clock. */
function withAgent(script: Script): MockedClient & { posts: () => number } {
  const { xpander, mock } = mockedClient({ agents: { [agent]: script } });
  return { xpander, mock, posts: () => postsTo(mock).length };
}

const echo: Script = ({ text, turn }) => `${turn}: ${text}`;

describe('turns of one thread', () => {
  it('get their own answers when they are sent one after the other', async () => {
    const { xpander } = withAgent(echo);
    for (const text of ['a', 'b', 'c']) {
      const { result } = await xpander.agents.run(agent, { id, input: text });
      expect(result).toContain(text);
    }
  });

  it('get their own answers when they are sent at once', async () => {
    const { xpander } = withAgent(echo);
    const texts = ['a', 'b', 'c', 'd', 'e'];
    const answers = await Promise.all(texts.map((input) => xpander.agents.run(agent, { id, input })));
    expect(answers.map(({ result }) => result?.at(-1))).toEqual(texts);
  });

  it('queue across verbs', async () => {
    const { xpander } = withAgent(echo);
    const [first, second, third, fourth] = await Promise.all([
      xpander.agents.run(agent, { id, input: 'a' }),
      xpander.agents.invoke(agent, { id, input: 'b' }),
      xpander.agents.invokeAsync(agent, { id, input: 'c' }),
      xpander.agents.run(agent, { id, input: 'd' }),
    ]);
    expect([first.result?.at(-1), second.result?.at(-1), third.input?.text, fourth.result?.at(-1)]).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
  });

  it('do not wait for other threads', async () => {
    const { xpander, mock } = withAgent(async ({ text, signal }) => {
      await mock.clock.sleep(text === 'slow' ? 60_000 : 1_000, signal);
      return text;
    });
    const slow = xpander.agents.run(agent, { id: 'other', input: 'slow' });
    const startMs = mock.clock.now();
    await xpander.agents.run(agent, { id, input: 'fast' });
    expect(mock.clock.now() - startMs).toBeLessThan(20_000);
    expect((await slow).result).toBe('slow');
  });

  it.each([500, 3_000, 10_000])('never return the previous answer, which reads still show for %i ms', async (forMs) => {
    const { xpander, mock } = withAgent(echo);
    mock.staleReads({ forMs });
    for (const text of ['a', 'b', 'c']) {
      const { result } = await xpander.agents.run(agent, { id, input: text }, { pollIntervalMs: 200 });
      expect(result?.at(-1)).toBe(text);
    }
  });

  it('wait for a turn whose call passed its deadline', async () => {
    const { xpander, mock } = withAgent(async ({ text, signal }) => {
      await mock.clock.sleep(30_000, signal);
      return text;
    });
    await rejectionOf(DeadlineError, xpander.agents.run(agent, { id, input: 'a' }, { deadlineMs: 5_000 }));
    const startMs = mock.clock.now();
    expect((await xpander.agents.run(agent, { id, input: 'b' })).result).toBe('b');
    expect(mock.clock.now() - startMs).toBeGreaterThan(50_000);
  });

  it('wait for a turn that another client started', async () => {
    const { xpander, mock } = withAgent(async ({ text, signal }) => {
      await mock.clock.sleep(30_000, signal);
      return text;
    });
    const other = clientOfMock(mock);
    await other.agents.invokeAsync(agent, { id, input: 'a' });
    expect((await xpander.agents.run(agent, { id, input: 'b' })).result).toBe('b');
  });

  it('send nothing when their deadline passes in the queue', async () => {
    const { xpander, mock, posts } = withAgent(async ({ text, signal }) => {
      await mock.clock.sleep(30_000, signal);
      return text;
    });
    const first = xpander.agents.run(agent, { id, input: 'a' });
    const error = await rejectionOf(
      DeadlineError,
      xpander.agents.run(agent, { id, input: 'b' }, { deadlineMs: 2_000 }),
    );
    expect(error.started).toBe(false);
    expect(error.message).toContain('before anything was started');
    expect((await first).result).toBe('a');
    expect((await xpander.agents.run(agent, { id, input: 'c' })).result).toBe('c');
    expect(posts()).toBe(2);
  });

  it('do not start while the previous turn is paused', async () => {
    const { xpander, mock, posts } = withAgent(async function* ({ text }) {
      if (text === 'a') yield pause({ hitl: { wait_node_id: 'node-1' } });
      yield text;
    });
    await rejectionOf(TaskPausedError, xpander.agents.run(agent, { id, input: 'a' }));
    await rejectionOf(TaskPausedError, xpander.agents.run(agent, { id, input: 'b' }));
    expect(posts()).toBe(1);
    mock.task(id).resume();
    expect((await xpander.agents.run(agent, { id, input: 'c' })).result).toBe('c');
  });

  it('continue after a turn that the server refused', async () => {
    const { xpander, mock } = withAgent(echo);
    mock.fail({ operation: 'invokeAsync', status: 422, body: { detail: 'No' }, times: 1 });
    await rejectionOf(ApiError, xpander.agents.run(agent, { id, input: 'a' }));
    expect((await xpander.agents.run(agent, { id, input: 'b' })).result?.at(-1)).toBe('b');
  });

  it('find the run of a POST whose response was lost, and wait for it', async () => {
    const { xpander, mock, posts } = withAgent(async ({ text, signal }) => {
      await mock.clock.sleep(20_000, signal);
      return text;
    });
    mock.drop({ operation: 'invokeAsync', at: 'after-accept', times: 1 });
    const error = await rejectionOf(AmbiguousInvocationError, xpander.agents.run(agent, { id, input: 'a' }));
    expect(error.taskId).toBe(id);
    const startMs = mock.clock.now();
    expect((await xpander.agents.run(agent, { id, input: 'b' })).result).toBe('b');
    expect(mock.clock.now() - startMs).toBeGreaterThan(35_000);
    expect(posts()).toBe(2);
  });

  it('wait at most 3 s for the run of a POST that may never have arrived', async () => {
    const { xpander, mock } = withAgent(({ text }) => text);
    await xpander.agents.run(agent, { id, input: 'a' });
    mock.fail({ operation: 'invokeAsync', status: 502, body: '<html>', contentType: 'text/html', times: 1 });
    await rejectionOf(AmbiguousInvocationError, xpander.agents.run(agent, { id, input: 'b' }));
    const startMs = mock.clock.now();
    expect((await xpander.agents.run(agent, { id, input: 'c' })).result).toBe('c');
    expect(mock.clock.now() - startMs).toBeLessThan(15_000);
  });

  it('wait for a first turn that was sent without an id and that reads do not find yet', async () => {
    const { xpander, mock, posts } = withAgent(async ({ text, signal }) => {
      await mock.clock.sleep(20_000, signal);
      return text;
    });
    mock.notFoundFor({ ms: 3_000 });
    const first = await xpander.agents.invokeAsync(agent, 'a');
    const startMs = mock.clock.now();
    expect((await xpander.agents.run(agent, { id: first.id, input: 'b' })).result).toBe('b');
    expect(mock.clock.now() - startMs).toBeGreaterThan(35_000);
    expect(posts()).toBe(2);
  });

  it('never return an end that was seen before, even if reads are stale', async () => {
    const end = (second: number, result: string): Response =>
      task('completed', { id, finished_at: `2026-02-07T02:13:0${second}.000000Z`, result });
    const missing = json({ detail: 'No' }, 404);
    const synced = clientAnswering([
      missing,
      end(1, 'ANSWER 1'),
      missing,
      task('pending', { id }),
      end(1, 'ANSWER 1'),
      end(2, 'ANSWER 2'),
    ]);
    await synced.xpander.agents.invoke(agent, { id, input: 'one' });
    expect((await synced.xpander.agents.run(agent, { id, input: 'two' })).result).toBe('ANSWER 2');

    const answers = [
      end(0, 'E'),
      task('pending', { id }),
      end(1, 'A'),
      end(0, 'E'),
      task('pending', { id }),
      end(1, 'A'),
      end(2, 'B'),
    ];
    const lagging = clientAnswering(answers);
    expect((await lagging.xpander.agents.run(agent, { id, input: 'a' })).result).toBe('A');
    expect((await lagging.xpander.agents.run(agent, { id, input: 'b' })).result).toBe('B');
  });

  it('are not confused with the previous turn by tasks.wait of the same client', async () => {
    const { xpander, mock } = withAgent(echo);
    await xpander.agents.run(agent, { id, input: 'a' });
    mock.staleReads({ forMs: 10_000 });
    const second = await xpander.agents.invokeAsync(agent, { id, input: 'b' });
    expect((await xpander.tasks.wait(second.id)).result?.at(-1)).toBe('b');
  });

  it('may have an id that the server calls malformed while it is unknown', async () => {
    const malformed = json({ detail: [{ loc: ['path', 'task_id'], msg: 'not a UUID', type: 'uuid' }] }, 422);
    const { xpander } = clientAnswering([malformed, task('pending', { id }), task('completed', { id, result: 'R' })]);
    expect((await xpander.agents.run(agent, { id, input: 'a' })).result).toBe('R');
  });

  it('wait for a running turn that another process has started', async () => {
    const running = task('executing', { id });
    const ended = task('completed', { id, result: 'theirs', finished_at: '2026-02-07T02:13:41Z' });
    const mine = task('completed', { id, result: 'mine', finished_at: '2026-02-07T02:14:41Z' });
    const { xpander, received } = clientAnswering([running, running, ended, task('pending', { id }), ended, mine]);
    expect((await xpander.agents.run(agent, { id, input: 'a' })).result).toBe('mine');
    expect(received.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'POST', 'GET', 'GET']);
  });

  it.each([
    ['a 403', json({ detail: 'No' }, 403), 'forbidden'],
    ['a reset', networkError('ECONNRESET'), 'connection'],
    ['an HTML page', html(200), 'protocol'],
    ['an HTML page with status 404', html(404), 'protocol'],
    ['an HTML page with status 422', html(422), 'protocol'],
    ['an empty 404', new Response(null, { status: 404 }), 'protocol'],
    ['a 404 in the JSON of a gateway', json({ message: 'Not Found' }, 404), 'protocol'],
  ])('do not start when the read before them gets %s', async (_, answer, code) => {
    const { xpander, received } = clientAnswering([answer]);
    expect(await rejection(xpander.agents.run(agent, { id, input: 'a' }))).toMatchObject({ code });
    expect(received.every(({ method }) => method === 'GET')).toBe(true);
  });

  it.each([404, 422])(
    'wait for a running turn although a gateway answers its first read with a page of status %i',
    async (status) => {
      const ended = task('completed', { id, result: 'theirs', finished_at: '2026-02-07T02:13:41Z' });
      const mine = task('completed', { id, result: 'mine', finished_at: '2026-02-07T02:14:41Z' });
      const answers = [html(status), task('executing', { id }), ended, task('pending', { id }), mine];
      const { xpander, received } = clientAnswering(answers);
      expect((await xpander.agents.run(agent, { id, input: 'a' })).result).toBe('mine');
      expect(received.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'POST', 'GET']);
    },
  );

  it('continue after a turn whose record is gone', async () => {
    const { xpander, mock } = withAgent(({ text }) => text);
    await xpander.agents.invokeAsync(agent, { id, input: 'a' });
    mock.reset();
    expect((await xpander.agents.run(agent, { id, input: 'b' })).result).toBe('b');
  });

  it('continue after a turn that was stopped', async () => {
    const { xpander, mock } = withAgent(async ({ text, signal }) => {
      if (text === 'a') await mock.clock.sleep(600_000, signal);
      return text;
    });
    const first = rejection(xpander.agents.run(agent, { id, input: 'a' }));
    await mock.clock.sleep(10_000);
    mock.task(id).stop();
    expect(await first).toMatchObject({ code: 'task_failed', status: 'stopped' });
    expect((await xpander.agents.run(agent, { id, input: 'b' })).result).toBe('b');
  });

  it('start at once after a turn that the server refused with a 400', async () => {
    const [none, refused] = [json({ detail: 'Task not found' }, 404), json({ detail: 'No' }, 400)];
    const { xpander, received, clock } = clientAnswering([none, refused, none, task('completed', { id })]);
    await rejectionOf(ApiError, xpander.agents.invoke(agent, { id, input: 'a' }));
    const startMs = clock.now();
    await xpander.agents.invoke(agent, { id, input: 'b' });
    expect(received.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'POST']);
    expect(clock.now()).toBe(startMs);
  });

  it('stay in their queue while more than a thousand other threads run', async () => {
    let running = 0;
    let mostRunning = 0;
    const { mock } = withAgent(async ({ text, signal }) => {
      if (text !== 'queued') return text;
      running += 1;
      mostRunning = Math.max(mostRunning, running);
      await mock.clock.sleep(60_000, signal);
      running -= 1;
      return text;
    });
    // The response to the first read is held back while the other threads run, so the server has no turn of this thread yet.
    let isFirst = true;
    const fetch = async (request: Request): Promise<Response> => {
      const isHeld = isFirst;
      isFirst = false;
      const response = await mock.fetch(request);
      if (isHeld) await mock.clock.sleep(30_000);
      return response;
    };
    const xpander = new Xpander({ apiKey: 'key-1', fetch, clock: mock.clock });
    const turn = (): Promise<unknown> => xpander.agents.run(agent, { id, input: 'queued' });
    const first = turn();
    const others = Array.from({ length: 1_100 }, (_, index) => ({ id: `other-${index}`, input: 'x' }));
    await Promise.all(others.map((other) => xpander.agents.run(agent, other)));
    await Promise.all([first, turn(), turn()]);
    expect(mostRunning).toBe(1);
  });

  it('stay in their queue while more than a thousand other runs are in flight', async () => {
    const order: string[] = [];
    let [posts, ends, reads] = [0, 0, 0];
    const { xpander } = clientAnswering([
      async (request) => {
        const body = request.method === 'POST' ? ((await request.json()) as { id: string }) : undefined;
        if (body?.id.startsWith('other') || request.url.includes('other')) return new Promise(() => undefined);
        order.push(request.method);
        if (body) posts += 1;
        else reads += 1;
        // The record never shows a running turn.
        if (reads % 3 === 0) ends = posts;
        return task(body ? 'pending' : 'completed', { id, finished_at: `2026-02-07T02:13:${10 + ends}Z` });
      },
    ]);
    for (let other = 0; other < 1_100; other += 1)
      void rejection(xpander.agents.invokeAsync(agent, { id: `other-${other}`, input: 'x' }));
    const turn = (): Promise<unknown> => xpander.agents.run(agent, { id, input: 'queued' });
    await Promise.all([turn(), turn()]);
    // The second turn is sent once the first one's end was seen, and not before.
    expect(order.slice(0, 5)).toEqual(['GET', 'POST', 'GET', 'GET', 'GET']);
    expect(posts).toBe(2);
  });

  it('do not wait for a callback that never settles once the deadline of its call has passed', async () => {
    const { xpander, posts } = withAgent(echo);
    const thread = xpander.agent(agent).thread(id);
    const onUpdate = (): Promise<void> => new Promise(() => undefined);
    await rejectionOf(DeadlineError, thread.send('a', { onUpdate, deadlineMs: 5_000 }));
    expect((await thread.send('b', { deadlineMs: 30_000 })).result).toBe('2: b');
    expect(posts()).toBe(2);
  });

  it('do not wait under a generated id that the server has replaced', async () => {
    const minted = task('completed', { id: 'another-id' });
    const { xpander, received } = clientAnswering([minted, json({ detail: 'Task not found' }, 404), task('completed')]);
    await xpander.agents.invoke(agent, 'a', { onAmbiguous: 'adopt' });
    const { id: asked } = (received[0]?.body ?? {}) as { id?: string };
    await xpander.agents.invoke(agent, { id: asked, input: 'b' });
    expect(received.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
  });

  it('queue in the order of the calls, across verbs and objects', async () => {
    const { xpander, mock } = withAgent(echo);
    const thread = xpander.agent(agent).thread(id);
    const request = (input: string): { id: string; input: string } => ({ id, input });
    await Promise.all([
      thread.send('a'),
      xpander.agents.invokeAsync(agent, request('b')),
      thread.stream('c').finalTask(),
      xpander.agents.invoke(agent, request('d')),
      xpander.agent(agent).thread(id).send('e', { via: 'stream' }),
      xpander.agents.invokeAsync(agent, request('f')),
    ]);
    const posts = postsTo(mock);
    expect(posts.map(({ body }) => (body as { input: { text: string } }).input.text).join('')).toBe('abcdef');
  });
});

describe('turns of one thread with stale reads', () => {
  const end = (turn: number): object => ({
    id,
    status: 'completed',
    input: { text: `question ${turn}` },
    result: `answer ${turn}`,
    finished_at: `2026-02-07T02:13:${10 + turn}.000000Z`,
  });
  const running = (turn: number): Response => task('executing', { id, input: { text: `question ${turn}` } });
  const pending = task('pending', { id });
  const streamed = (turn: number) => (): Response => eventStream(event('task_finished', end(turn), id));

  it('never return any of the ends that were seen before', async () => {
    const old = json(end(0));
    const { xpander } = clientAnswering([
      ...[old, streamed(1), old, streamed(2), old, streamed(3)],
      ...[old, pending, old, json(end(1)), json(end(2)), json(end(3)), json(end(4))],
    ]);
    const thread = xpander.agent(agent).thread(id);
    for (const turn of [1, 2, 3]) {
      const { result } = await thread.send(`question ${turn}`, { via: 'stream' });
      expect(result).toBe(`answer ${turn}`);
    }
    expect((await thread.send('question 4')).result).toBe('answer 4');
  });

  it('never return the end of an aborted turn once another call has read it', async () => {
    const { xpander } = clientAnswering([
      ...[json(end(0)), pending],
      json(end(1)),
      // The read before the next turn still shows the earlier end.
      ...[json(end(0)), pending, json(end(1)), json(end(2))],
    ]);
    const controller = new AbortController();
    const onUpdate = (): void => controller.abort('left');
    const thread = xpander.agent(agent).thread(id);
    expect(await rejection(thread.send('question 1', { signal: controller.signal, onUpdate }))).toBe('left');
    expect((await xpander.tasks.get(id)).result).toBe('answer 1');
    expect((await thread.send('question 2')).result).toBe('answer 2');
  });

  it('never return the previous end after a stream was left, and are not polled again before finalTask', async () => {
    const cut = (): Response => eventStream(event('chunk', 'ans', id));
    let leave = (): unknown => undefined;
    const { xpander, received } = clientAnswering([
      ...[json(end(0)), cut, json(end(0))],
      () => {
        leave();
        return json(end(0));
      },
      json(end(1)),
    ]);
    const stream = xpander.agent(agent).thread(id).stream('question 1');
    const reader = stream[Symbol.asyncIterator]();
    expect(await reader.next()).toMatchObject({ value: { type: 'chunk' } });
    const left = new Promise((resolve) => {
      leave = () => resolve(reader.return?.());
    });
    const pending = reader.next();
    await left;
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(received).toHaveLength(4);
    expect((await stream.finalTask()).result).toBe('answer 1');
  });

  it('start as soon as the record shows the end that was seen already', async () => {
    const { xpander, clock } = clientAnswering([
      ...[json(end(0)), streamed(1)],
      ...[running(1), running(1), json(end(1)), pending, json(end(2))],
    ]);
    const thread = xpander.agent(agent).thread(id);
    await thread.send('question 1', { via: 'stream' });
    const startMs = clock.now();
    expect((await thread.send('question 2')).result).toBe('answer 2');
    expect(clock.now() - startMs).toBeLessThan(10_000);
  });

  it('wait at most 15 s for another end when an older turn seems to run again', async () => {
    const { xpander, clock } = clientAnswering([
      ...[json(end(0)), streamed(1)],
      running(7),
      ...Array<Response>(20).fill(json(end(1))),
      streamed(2),
    ]);
    const thread = xpander.agent(agent).thread(id);
    await thread.send('question 1', { via: 'stream' });
    const startMs = clock.now();
    const options = { via: 'stream', pollIntervalMs: 1_000 } as const;
    const second = await rejection(thread.send('question 2', { ...options, deadlineMs: 30_000 }));
    // The wait has ended: the POST got the rest of the script as its response.
    expect(second).toBeInstanceOf(AmbiguousInvocationError);
    expect(clock.now() - startMs).toBe(16_000);
  });

  it('do not adopt an older turn for a lost POST', async () => {
    const { xpander } = clientAnswering([
      ...[json(end(0)), streamed(1), json(end(1)), networkError('ECONNRESET')],
      ...[running(1), running(1), running(2), json(end(1)), json(end(2))],
    ]);
    const thread = xpander.agent(agent).thread(id);
    await thread.send('question 1', { via: 'stream' });
    expect((await thread.send('question 2', { onAmbiguous: 'adopt' })).result).toBe('answer 2');

    const lost = clientAnswering([
      ...[json(end(0)), streamed(1), json(end(1)), networkError('ECONNRESET'), running(1)],
    ]);
    const other = lost.xpander.agent(agent).thread(id);
    await other.send('question 1', { via: 'stream' });
    await rejectionOf(AmbiguousInvocationError, other.send('question 2', { onAmbiguous: 'adopt' }));
  });

  it('find the run of a lost POST with the same input as the previous turn', async () => {
    const { xpander } = clientAnswering([
      ...[json(end(0)), streamed(1), json(end(1)), networkError('ECONNRESET')],
      // One for every read of the search, and one more.
      ...Array<Response>(5).fill(running(1)),
      json({ ...end(2), input: { text: 'question 1' } }),
    ]);
    const thread = xpander.agent(agent).thread(id);
    await thread.send('question 1', { via: 'stream' });
    expect((await thread.send('question 1', { onAmbiguous: 'adopt' })).result).toBe('answer 2');
  });
});

describe('turns of one thread in several clients of a process', () => {
  it('get their own answers with the same key', async () => {
    const { mock } = mockedClient({ agents: { [agent]: echo } });
    const threads = ['a', 'b', 'c'].map((text) => ({ text, thread: clientOfMock(mock).agent(agent).thread(id) }));
    const answers = await Promise.all(threads.map(({ text, thread }) => thread.send(text)));
    expect(answers.map(({ result }) => result)).toEqual(['1: a', '2: b', '3: c']);
  });

  it('have one queue per key: with another key, only the record tells that the thread is busy', async () => {
    const { xpander, mock } = withAgent(async ({ sleep, text }) => {
      await sleep(60_000);
      return text;
    });
    let reads = 0;
    const fetch: typeof mock.fetch = (request) => {
      reads += 1;
      return mock.fetch(request);
    };
    const other = new Xpander({ apiKey: 'key-2', fetch, clock: mock.clock });
    const busy = (client: Xpander) => client.agent(agent).thread(id, { whenBusy: 'reject' }).send('second');
    await new Promise<void>((resolve) => {
      void xpander.agents.run(agent, { id, input: 'first' }, { onUpdate: () => resolve() });
    });
    await rejectionOf(ThreadBusyError, busy(new Xpander({ apiKey: 'key-1', fetch, clock: mock.clock })));
    expect(reads).toBe(0);
    await rejectionOf(ThreadBusyError, busy(other));
    expect(reads).toBe(1);
  });
});

describe('a thread that another process uses as well', () => {
  /** Answers like a server whose record another process overwrites after the POST. */
  const overwritten = (
    record: Record<string, unknown>,
    answer: Record<string, unknown> = { input: { text: 'mine' } },
  ) => {
    let isSent = false;
    return clientAnswering([
      ({ method }) => {
        if (method === 'POST') isSent = true;
        else if (isSent)
          return task('completed', { result: 'foreign', finished_at: '2026-11-30T12:00:00Z', ...record });
        return method === 'POST' ? task('pending', answer) : json({ detail: 'not found' }, 404);
      },
    ]).xpander;
  };

  it.each([
    ['run with an id', (xpander: Xpander) => xpander.agents.run(agent, { id, input: 'mine' })],
    ['send', (xpander: Xpander) => xpander.agent(agent).thread(id).send('mine')],
    ['send of a new thread', (xpander: Xpander) => xpander.agent(agent).thread().send('mine')],
  ])('rejects %s with a TurnReplacedError when its record shows another turn', async (_, call) => {
    const error = await rejectionOf(TurnReplacedError, call(overwritten({ input: { text: 'theirs' } })));
    expect(error).toMatchObject({ code: 'turn_replaced', task: { result: 'foreign' } });
    expect(JSON.stringify(error)).not.toContain('foreign');
  });

  it.each([
    ['the text that was sent, in other white space', { input: { text: ' mine\n' } }, { input: { text: 'rewritten' } }],
    ['the text of the answer to the POST', { input: { text: 'rewritten' } }, { input: { text: 'rewritten' } }],
    ['no text', { input: {} }, { input: { text: 'mine' } }],
    ['any text, if the answer to the POST had none', { input: { text: 'theirs' } }, { input: null }],
  ])('accepts a record that shows %s', async (_, record, answer) => {
    const xpander = overwritten(record, answer);
    expect((await xpander.agents.run(agent, { id, input: 'mine' })).result).toBe('foreign');
  });

  it('does not compare the texts of a run without an id of the caller', async () => {
    const xpander = overwritten({ input: { text: 'theirs' } });
    expect((await xpander.agents.run(agent, 'mine')).result).toBe('foreign');
  });

  it('rejects a stream whose connection broke when the record shows another turn', async () => {
    const { xpander } = clientAnswering([
      json({ detail: 'not found' }, 404),
      eventStream(event('task_created', { id, status: 'executing', input: { text: 'mine' } }, id)),
      task('completed', { id, input: { text: 'theirs' }, result: 'foreign' }),
    ]);
    await rejectionOf(TurnReplacedError, xpander.agent(agent).thread(id).stream('mine').finalTask());
  });
});

describe('a stream that is opened and never read', () => {
  it.each([
    ['new', undefined],
    ['existing', id],
  ])('does not keep the next turn of a(n) %s thread waiting after its run has ended', async (_, threadId) => {
    const { xpander, mock } = withAgent(async ({ text, turn, sleep }) => {
      await sleep(5_000);
      return `${turn}: ${text}`;
    });
    const thread = xpander.agent(agent).thread(threadId);
    const startMs = mock.clock.now();
    const unread = thread.stream('first');
    expect((await thread.send('second')).result).toBe('2: second');
    expect(mock.clock.now() - startMs).toBeLessThan(20_000);
    // The record shows the second turn by now.
    expect((await unread.finalTask()).result).toBe('1: first');
  });

  it('lets the next turn of a new thread reject at once when it broke before it named its task', async () => {
    const { xpander, clock } = clientAnswering([eventStream('')]);
    const thread = xpander.agent(agent).thread();
    const startMs = clock.now();
    const unread = thread.stream('first');
    await rejectionOf(StreamInterruptedError, thread.send('second'));
    expect(clock.now() - startMs).toBeLessThan(1_000);
    await rejectionOf(StreamInterruptedError, unread.finalTask());
    await rejectionOf(StreamInterruptedError, collect(unread));
  });

  it('still runs alone: the next turn starts after its end', async () => {
    let running = 0;
    const { xpander } = withAgent(async ({ text, sleep }) => {
      running += 1;
      expect(running).toBe(1);
      await sleep(60_000);
      running -= 1;
      return text;
    });
    const thread = xpander.agent(agent).thread();
    thread.stream('first');
    expect((await thread.send('second')).result).toBe('second');
  });
});

describe('a turn whose call hangs', () => {
  it('is overtaken by the next turn once its run has ended', async () => {
    const { xpander, mock } = withAgent(echo);
    let isHanging = false;
    const hanging = new Xpander({
      apiKey: 'key-1',
      clock: mock.clock,
      timeoutMs: 0,
      fetch: (request) => {
        isHanging ||= request.method === 'POST';
        return request.method === 'GET' && isHanging ? new Promise(() => undefined) : mock.fetch(request);
      },
    });
    void hanging.agents.run(agent, { id, input: 'first' }, { deadlineMs: 0 });
    expect((await xpander.agents.run(agent, { id, input: 'second' })).result).toBe('2: second');
  });

  it.each([
    ['it reads the thread', 1],
    ['it sends its prompt', 2],
  ])('starts no run if the next turn has overtaken it before %s', async (_, slowRequest) => {
    const { mock, posts } = withAgent(echo);
    let goOn = (): void => undefined;
    const hang = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let requests = 0;
    const apiKey = async (): Promise<string> => {
      requests += 1;
      if (requests === slowRequest) await hang;
      return 'key-1';
    };
    const { agents } = new Xpander({ apiKey, clock: mock.clock, fetch: mock.fetch });
    const overtaken = agents.run(agent, { id, input: 'first' }, { deadlineMs: 0, timeoutMs: 0 });
    await vi.waitUntil(() => requests === slowRequest);
    expect((await agents.run(agent, { id, input: 'second' })).result).toBe('1: second');
    goOn();
    const error = await rejectionOf(ThreadBusyError, overtaken);
    expect(error.message).toMatch(/went on with a later turn.*Send it again\.$/);
    expect(posts()).toBe(1);
  });
});

describe('the queue that clients share', () => {
  it('does not keep what a function that returns the key holds', async () => {
    const clientsMib = 50;
    const before = heapInUse();
    for (let client = 0; client < clientsMib; client += 1) {
      const held = new Array<number>(131_072).fill(client);
      new Xpander({ apiKey: () => `key-${held[0]}` });
    }
    expect(heapInUse() - before).toBeLessThan((clientsMib / 2) * 1024 * 1024);
  });
});
