import { describe, expect, it } from 'vitest';
import { type Clock, TaskFailedError, TaskPausedError, Xpander } from '../src/index.ts';
import { createHarness, drainEventLoop, type Harness, type HarnessOptions, requests } from './many-support.ts';
import { agentId, collect, rejection } from './support.ts';

const twenty = requests(...Array.from({ length: 20 }, (_, index) => 8_000 + index * 1_000));

/** Runs all texts with plain calls at once. */
const runAll = ({ xpander }: Harness, texts: readonly string[] = twenty, options = {}): Promise<unknown[]> =>
  Promise.all(texts.map((text) => xpander.agents.run(agentId, text, options)));

describe('plain runs at the same time', () => {
  it('cost about as many requests as a batch, with about its lag', async () => {
    const measured = async (go: (harness: Harness) => Promise<unknown>) => {
      const harness = createHarness();
      const startMs = harness.clock.now();
      await go(harness);
      return { ...harness.counts(), ms: harness.clock.now() - startMs, all: harness.mock.requests.length };
    };
    const batch = await measured(({ xpander }) =>
      collect(xpander.agents.runMany(agentId, twenty, { concurrency: 20 })),
    );
    const plain = await measured((harness) => runAll(harness));
    expect(plain.listReads).toBeGreaterThan(0);
    expect(plain.all).toBeLessThan(batch.all * 1.15);
    expect(plain.ms).toBeLessThan(batch.ms + 1_500);
  });

  it('have their own answers', async () => {
    const answers = (await runAll(createHarness())) as { result: string }[];
    expect(answers.map(({ result }) => result)).toEqual(twenty.map((_, index) => `answer to r${index}`));
  });

  it.each<[string, object, HarnessOptions]>([
    ['headers of its own', { headers: { 'x-a': '1' } }, {}],
    ['a pollIntervalMs of its own', { pollIntervalMs: 2_000 }, {}],
    ['a timeoutMs of its own', { timeoutMs: 30_000 }, {}],
    ['a client with a key function', {}, { apiKey: () => 'key-1' }],
  ])('are watched alone with %s', async (_, options, client) => {
    const harness = createHarness(client);
    await runAll(harness, twenty, options);
    expect(harness.counts().listReads).toBe(0);
    expect(harness.counts().reads).toBeGreaterThan(60);
  });

  it('cost a single one what it costs alone', async () => {
    const harness = createHarness();
    await runAll(harness, requests(30_000));
    const alone = createHarness();
    await runAll(alone, requests(30_000), { timeoutMs: 60_000 });
    expect(harness.counts().listReads).toBe(0);
    expect(Math.abs(harness.counts().reads - alone.counts().reads)).toBeLessThanOrEqual(1);
  });

  it('report updates, pauses and failures, each its own', async () => {
    const harness = createHarness();
    const { xpander } = harness;
    const seen: (string | null | undefined)[][] = [[], [], []];
    const texts = ['a 6000', 'b 7000 fail', 'c 8000 pause'];
    const ends = await Promise.allSettled(
      texts.map((text, index) =>
        xpander.agents.run(agentId, text, { onUpdate: ({ status }) => void seen[index]?.push(status) }),
      ),
    );
    expect(ends).toMatchObject([
      { value: { status: 'completed', result: 'answer to a' } },
      { reason: { code: 'task_failed', status: 'failed' } },
      { reason: { code: 'task_paused' } },
    ]);
    expect(ends.slice(1).map((end) => 'reason' in end && end.reason)).toEqual([
      expect.any(TaskFailedError),
      expect.any(TaskPausedError),
    ]);
    expect(seen.map((statuses) => statuses.at(-1))).toEqual(['completed', 'failed', 'paused']);
  });

  it('end at their own deadlines and aborts, and the others go on', async () => {
    const harness = createHarness();
    const { xpander, clock } = harness;
    const controller = new AbortController();
    const startMs = clock.now();
    const late = rejection(xpander.agents.run(agentId, 'a 60000', { deadlineMs: 10_000 }));
    const aborted = rejection(xpander.agents.run(agentId, 'b 60000', { signal: controller.signal }));
    const rest = runAll(harness, ['c 30000', 'd 31000']);
    expect(await late).toMatchObject({ code: 'deadline', started: true });
    expect(clock.now() - startMs).toBe(10_000);
    controller.abort('enough');
    expect(await aborted).toBe('enough');
    await rest;
    expect(clock.now() - startMs).toBeLessThan(35_000);
    await drainEventLoop();
    expect(harness.sleeping()).toBe(0);
  });

  it.each<[string, HarnessOptions['distort']]>([
    [
      'shows ended tasks as running',
      (page) => ({ ...page, items: page.items.map((row) => ({ ...row, status: 'executing' as const })) }),
    ],
    ['is empty', (page) => ({ ...page, items: [], total: 0, total_pages: 0 })],
    ['is an error', () => Response.json({ detail: 'no' }, { status: 500 })],
    ['is no list', () => Response.json({ items: 7 })],
  ])('are read by themselves when the list %s', async (_, distort) => {
    const harness = createHarness(distort && { distort });
    const startMs = harness.clock.now();
    await runAll(harness);
    // The longest run takes 27 s, and a list that lies is believed for a minute.
    expect(harness.clock.now() - startMs).toBeLessThan(100_000);
  });
});

describe('a wait that vanishes while it reads the list', () => {
  it('holds up the others for no more than 95 s', async () => {
    const harness = createHarness();
    let isGone = false;
    const never = new Promise<never>(() => undefined);
    const clock: Clock = { now: harness.clock.now, sleep: harness.clock.sleep };
    const fetch = (request: Request): Promise<Response> => {
      const isList = new URL(request.url).pathname === '/v1/tasks';
      if (!isList || isGone) return harness.mock.fetch(request);
      isGone = true;
      // As the request of an edge runtime that has ended it.
      return never;
    };
    const xpander = new Xpander({ apiKey: 'key-1', fetch, clock, timeoutMs: 0 });
    const startMs = clock.now();
    const runs = twenty.map((text) => xpander.agents.run(agentId, text));
    await Promise.all(runs);
    expect(isGone).toBe(true);
    // The list is not waited for, so that each task is read by itself.
    expect(clock.now() - startMs).toBeLessThan(27_000 + 15_000);
    const lists = harness.counts().listReads;
    const later = twenty.map((text) => xpander.agents.run(agentId, text.replace(/\d+$/, '150000')));
    await Promise.all(later);
    expect(harness.counts().listReads).toBeGreaterThan(lists);
  });
});
