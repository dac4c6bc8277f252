import type { Script } from '@xpander/mock';
import { describe, expect, it } from 'vitest';
import { DeadlineError, TurnReplacedError, Xpander } from '../src/index.ts';
import { type MockedClient, mockedClient, rejectionOf } from './support.ts';

const agent = 'agent-1';
const id = 'thread-1';

/** Longer than any turn may leave its run alone before the next one looks for itself. */
const hangingMs = 400_000;

/** An agent that works for a while, and answers with the number of the turn. */
const counting =
  (ms: number): Script =>
  async ({ text, turn, sleep }) => {
    await sleep(ms);
    return `${turn}: ${text}`;
  };

function withAgent(ms: number): MockedClient {
  return mockedClient({ agents: { [agent]: counting(ms) } });
}

describe('a turn whose end was read by the next turn', () => {
  it.each(['again', 'other'])('gets its own answer after a slow onUpdate; the next turn asks "%s"', async (next) => {
    const { xpander, mock } = withAgent(5_000);
    const thread = xpander.agent(agent).thread(id);
    let isFirst = true;
    const onUpdate = async (): Promise<void> => {
      if (isFirst) await mock.clock.sleep(hangingMs);
      isFirst = false;
    };
    const turns = [thread.send('again', { onUpdate }), thread.send(next)];
    expect((await Promise.all(turns)).map(({ result }) => result)).toEqual(['1: again', `2: ${next}`]);
  });

  it.each(['again', 'other'])('gets its own answer when its stream breaks; the next turn asks "%s"', async (next) => {
    const { xpander, mock } = withAgent(5_000);
    mock.drop({ operation: 'invokeStream', at: 'mid-stream', times: 1 });
    const thread = xpander.agent(agent).thread(id);
    const unread = thread.stream('again');
    expect((await thread.send(next)).result).toBe(`2: ${next}`);
    expect((await unread.finalTask()).result).toBe('1: again');
  });

  it('does not stop the next turn when it passes its deadline', async () => {
    const { xpander, mock } = withAgent(20_000);
    const thread = xpander.agent(agent).thread(id);
    const first = thread.stream('again', { onAbandon: 'stop', deadlineMs: 28_000, pollIntervalMs: 15_000 });
    for await (const _ of first) break;
    first.finalTask();
    expect((await thread.send('again')).result).toBe('2: again');
    expect(mock.requests.filter(({ path }) => path.endsWith('/stop'))).toEqual([]);
  });
});

describe("a turn whose stream was left, and whose record shows another process's turn", () => {
  it('does not get the answer to that turn, even if another call has read it', async () => {
    const { xpander, mock } = mockedClient({
      agents: { [agent]: counting(5_000) },
      keys: { 'key-1': 'o', 'key-2': 'o' },
    });
    const elsewhere = new Xpander({ apiKey: 'key-2', fetch: mock.fetch, clock: mock.clock });
    const stream = xpander.agent(agent).thread(id).stream('mine');
    for await (const _ of stream) break;
    await elsewhere.agents.run(agent, { id, input: 'theirs' });
    await xpander.tasks.get(id);
    await rejectionOf(TurnReplacedError, stream.finalTask());
  });

  it('is not stopped in its place', async () => {
    const { xpander, mock } = mockedClient({
      agents: { [agent]: counting(20_000) },
      keys: { 'key-1': 'o', 'key-2': 'o' },
    });
    const elsewhere = new Xpander({ apiKey: 'key-2', fetch: mock.fetch, clock: mock.clock });
    const options = { onAbandon: 'stop', deadlineMs: 28_000, pollIntervalMs: 15_000 } as const;
    const stream = xpander.agent(agent).thread(id).stream('mine', options);
    for await (const _ of stream) break;
    stream.finalTask();
    expect((await elsewhere.agents.run(agent, { id, input: 'theirs' })).result).toBe('2: theirs');
    expect(mock.requests.filter(({ path }) => path.endsWith('/stop'))).toEqual([]);
  });
});

describe('a turn that consists of files alone', () => {
  const files = { input: { files: ['https://example.com/report.pdf'] } };
  const stopsOf = ({ mock }: MockedClient): number => mock.requests.filter(({ path }) => path.endsWith('/stop')).length;

  it('is stopped when it passes its deadline', async () => {
    const client = withAgent(60_000);
    const thread = client.xpander.agent(agent).thread(id);
    await rejectionOf(DeadlineError, thread.send(files, { deadlineMs: 10_000, onAbandon: 'stop' }));
    await client.mock.clock.sleep(1_000);
    expect(stopsOf(client)).toBe(1);
  });

  it("does not stop another process's turn in its place", async () => {
    const client = mockedClient({ agents: { [agent]: counting(8_000) }, keys: { 'key-1': 'o', 'key-2': 'o' } });
    const { xpander, mock } = client;
    const elsewhere = new Xpander({ apiKey: 'key-2', fetch: mock.fetch, clock: mock.clock });
    const options = { onAbandon: 'stop', deadlineMs: 12_000, pollIntervalMs: 11_000 } as const;
    const own = rejectionOf(DeadlineError, xpander.agent(agent).thread(id).send(files, options));
    await mock.clock.sleep(500);
    const theirs = elsewhere.agents.run(agent, { id, input: 'theirs' });
    await own;
    expect((await theirs).result).toBe('2: theirs');
    expect(stopsOf(client)).toBe(0);
  });
});

describe('a turn that has not been sent', () => {
  const answersTo = async (turns: Promise<{ result?: unknown }>[]): Promise<unknown[]> =>
    (await Promise.all(turns)).map(({ result }) => result);

  it('goes before the turn that was sent at the same moment, also behind a stream that nothing reads', async () => {
    const { xpander, mock } = withAgent(1_000);
    const thread = xpander.agent(agent).thread(id);
    thread.stream('unread');
    await mock.clock.sleep(10_000);
    expect(await answersTo([thread.send('a'), thread.send('b')])).toEqual(['2: a', '3: b']);
  });

  it('goes before the next turn, even if the server asks for a pause that is longer than its time limit', async () => {
    const { mock } = withAgent(5_000);
    const xpander = new Xpander({ apiKey: 'key-1', fetch: mock.fetch, clock: mock.clock, timeoutMs: 5_000 });
    mock.fail({
      operation: 'invokeAsync',
      status: 429,
      body: { detail: 'Slow down' },
      headers: { 'retry-after': '30' },
      times: 1,
    });
    const thread = xpander.agent(agent).thread(id);
    expect(await answersTo([thread.send('a'), thread.send('b')])).toEqual(['1: a', '2: b']);
  });

  it('goes before the next turn, even if it queues for the rate limit for minutes', async () => {
    const { mock } = withAgent(1_000);
    const rateLimit = { requests: 10, perMs: 60_000 };
    const xpander = new Xpander({ apiKey: 'key-1', fetch: mock.fetch, clock: mock.clock, rateLimit });
    const others = Array.from({ length: 40 }, () => xpander.agents.list().firstPage());
    const thread = xpander.agent(agent).thread(id);
    expect(await answersTo([thread.send('a'), thread.send('b')])).toEqual(['1: a', '2: b']);
    await Promise.all(others);
  });

  it('goes before the next turn, even if the rate limit allows none for an hour', async () => {
    const { mock } = withAgent(1_000);
    const rateLimit = { requests: 3, perMs: 3_600_000 };
    const xpander = new Xpander({ apiKey: 'key-1', fetch: mock.fetch, clock: mock.clock, rateLimit });
    for (let call = 0; call < 3; call += 1) await xpander.agents.list().firstPage();
    const thread = xpander.agent(agent).thread(id);
    const turns = [thread.send('a', { deadlineMs: 0 }), thread.send('b', { deadlineMs: 0 })];
    expect(await answersTo(turns)).toEqual(['1: a', '2: b']);
  });
});
