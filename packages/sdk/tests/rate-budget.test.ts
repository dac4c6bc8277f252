import { describe, expect, it } from 'vitest';
import { DeadlineError, type Hooks } from '../src/index.ts';
import { atOnce, createLoad, evenly, longestGapMs, measure, quantile, type ServerLimit } from './load-support.ts';
import { byIndex, random } from './many-support.ts';
import { agentId, collect, rejection, rejectionOf } from './support.ts';

type Throttle = Parameters<NonNullable<Hooks['onThrottle']>>[0];

const minute = 60_000;
const documented = { requests: 100, perMs: minute };
const limited = (limit: ServerLimit = documented) => createLoad(limit, { rateLimit: documented });

describe('plain runs beyond the rate limit', () => {
  it('are all started and read, with little more than two requests each', async () => {
    const { xpander, clock, mock, refused } = limited();
    const outcomes = await measure(clock, atOnce(250), (index) =>
      xpander.agents.run(agentId, `r${index} 5000`, { deadlineMs: 0 }),
    );
    expect(outcomes).toMatchObject({ completed: 250, unstarted: 0, unread: 0, other: [] });
    expect(mock.requests.length).toBeLessThanOrEqual(250 * 2.2);
    // At most a tenth longer than the limit takes for these requests.
    expect(outcomes.wallMs).toBeLessThan(((250 * 2.1 - 20) / 100) * minute * 1.1);
    expect(refused()).toBe(0);
  });

  it('that do not fit into their deadline are not started, and no run is left unread', async () => {
    const { xpander, clock, mock, refused } = limited();
    const outcomes = await measure(clock, atOnce(400), (index) =>
      xpander.agents.run(agentId, `r${index} 5000`, { deadlineMs: 4 * minute }),
    );
    expect(outcomes).toMatchObject({ unread: 0, other: [] });
    expect(outcomes.completed).toBeGreaterThanOrEqual(165);
    expect(outcomes.completed + outcomes.unstarted).toBe(400);
    expect(mock.requests.filter(({ method }) => method === 'POST')).toHaveLength(outcomes.completed);
    expect(refused()).toBe(0);
  });

  it('at a rate that the limit carries take seconds, not minutes', async () => {
    const { xpander, clock, refused } = limited();
    const outcomes = await measure(clock, evenly(40, 6), (index) => xpander.agents.run(agentId, `r${index} 8000`));
    expect(outcomes).toMatchObject({ completed: 240, unstarted: 0, unread: 0 });
    expect(quantile(outcomes.latenciesMs, 0.5)).toBeLessThan(12_000);
    expect(refused()).toBe(0);
  });

  it('at a rate that it does not carry: as many as it carries, with bounded latency', async () => {
    const { xpander, clock, refused } = limited();
    const outcomes = await measure(clock, evenly(90, 8), (index) =>
      xpander.agents.run(agentId, `r${index} 8000`, { deadlineMs: 2 * minute }),
    );
    expect(outcomes).toMatchObject({ unread: 0, other: [] });
    expect(outcomes.completed).toBeGreaterThan(8 * 44);
    expect(outcomes.completed + outcomes.unstarted).toBe(720);
    expect(quantile(outcomes.latenciesMs, 1)).toBeLessThan(2 * minute);
    expect(refused()).toBe(0);
  });

  it('by stream: nearly as many as the limit has requests', async () => {
    const { xpander, clock, refused } = limited();
    const outcomes = await measure(clock, evenly(90, 4), (index) =>
      xpander.agents.run(agentId, `r${index} 8000`, { via: 'stream' }),
    );
    expect(outcomes).toMatchObject({ completed: 360, unstarted: 0, unread: 0 });
    expect(quantile(outcomes.latenciesMs, 0.99)).toBeLessThan(9_000);
    expect(refused()).toBe(0);
  });
});

describe('a mix of calls beyond the rate limit', () => {
  it('has no kind that starves', async () => {
    const load = limited();
    const { xpander, clock } = load;
    const agent = xpander.agent(agentId);
    const others = load.client({ apiKey: 'others', rateLimit: 'off', fetch: load.mock.fetch });
    const startMs = clock.now();
    const ends = { waits: [] as number[], turns: [] as number[], batch: [] as number[] };
    const note = (kind: keyof typeof ends): unknown => ends[kind].push(clock.now() - startMs);
    const ids: string[] = [];
    for (let index = 0; index < 200; index += 1)
      ids.push((await others.agents.invokeAsync(agentId, `w${index} ${5 * minute}`)).id);
    const waits = ids.map((id) => xpander.tasks.wait(id, { deadlineMs: 0 }).then(() => note('waits')));
    const threads = Array.from({ length: 20 }, async (_, index) => {
      const thread = agent.thread();
      for (let turn = 0; turn < 3; turn += 1) {
        await thread.send(`t${index} 5000`, { deadlineMs: 0 });
        note('turns');
      }
    });
    const batch = async (): Promise<void> => {
      const texts = Array.from({ length: 500 }, (_, index) => `b${index} 5000`);
      for await (const { error } of agent.runMany(texts, { concurrency: 50, deadlineMs: 0 })) {
        expect(error).toBeUndefined();
        note('batch');
      }
    };
    await Promise.all([...waits, ...threads, batch()]);
    expect(ends.turns).toHaveLength(60);
    expect(Math.max(...ends.turns)).toBeLessThan(12 * minute);
    expect(ends.waits).toHaveLength(200);
    expect(Math.max(...ends.waits)).toBeLessThan(20 * minute);
    expect(longestGapMs([5 * minute, ...ends.waits])).toBeLessThan(4 * minute);
    expect(longestGapMs([0, ...ends.turns])).toBeLessThan(4 * minute);
    expect(longestGapMs([0, ...ends.batch])).toBeLessThan(4 * minute);
    expect(load.refused()).toBe(0);
  });
});

describe('a fixed rateLimit at the wire', () => {
  const travels = (seed: number, longestMs: number) => {
    const next = random(seed);
    return () => next() * longestMs;
  };

  it.each([
    ['for no time', 0],
    ['for up to 300 ms', 300],
    ['for up to 1.5 s', 1_500],
  ])('is used to 95 percent and never exceeded when requests travel %s', async (_, longestMs) => {
    const load = limited({ ...documented, travelMs: travels(7, longestMs) });
    const outcomes = await measure(load.clock, atOnce(400), () => load.xpander.tasks.get('none').catch(() => 0));
    expect(outcomes.completed).toBe(400);
    expect([load.refused(), load.arrivalsMs.length]).toEqual([0, 400]);
    const usedMs = Math.max(...load.arrivalsMs) - Math.min(...load.arrivalsMs);
    expect((400 * minute) / usedMs).toBeGreaterThanOrEqual(95);
  });

  it('is not exceeded when the key function is slow and its time varies', async () => {
    const keyMs = travels(3, 4_000);
    const apiKey = async (): Promise<string> => {
      await load.clock.sleep(keyMs());
      return 'key-1';
    };
    const load = createLoad({ ...documented, travelMs: travels(5, 300) }, { rateLimit: documented, apiKey });
    await measure(load.clock, atOnce(300), () => load.xpander.tasks.get('none').catch(() => 0));
    expect([load.refused(), load.arrivalsMs.length]).toEqual([0, 300]);
  });
});

describe('a call that cannot start and be read before its deadline', () => {
  it('rejects as soon as that is certain, says why, and sends nothing', async () => {
    const { xpander, clock, mock } = limited();
    const before = Array.from({ length: 300 }, (_, index) =>
      xpander.agents.run(agentId, `r${index} 1000`, { deadlineMs: 0 }),
    );
    await clock.sleep(100);
    const calledMs = clock.now();
    const error = await rejectionOf(DeadlineError, xpander.agents.run(agentId, 'late 1000', { deadlineMs: minute }));
    expect(clock.now()).toBe(calledMs);
    expect(error).toMatchObject({ code: 'deadline', started: false, taskId: undefined });
    expect(error.message).toMatch(
      /^Gave up before anything was started: \d+ requests queue under the limit of 100 requests per 60 s, so that it would take \d+ s and 60 s are left, with deadlineMs: 60000\. Start fewer runs at once, or raise `deadlineMs`\.$/,
    );
    await Promise.all(before);
    expect(mock.requests.filter(({ method }) => method === 'POST')).toHaveLength(300);
  });

  it('is an outcome of its item in a batch, and the other items go on', async () => {
    const texts = Array.from({ length: 120 }, (_, index) => `r${index} 1000`);
    // Pauses between polls are random: a run that is started too late shows in some batches only.
    for (let batch = 0; batch < 20; batch += 1) {
      const { xpander } = limited();
      const outcomes = byIndex(
        await collect(xpander.agents.runMany(agentId, texts, { concurrency: 120, deadlineMs: minute })),
      );
      const errors = outcomes.flatMap(({ error }) => error ?? []);
      expect(errors.length).toBeGreaterThan(20);
      expect(outcomes.length - errors.length).toBeGreaterThan(30);
      for (const error of errors) expect(error).toMatchObject({ code: 'deadline', started: false });
    }
  });

  it('waits as long as that is not certain', async () => {
    const { xpander } = limited();
    const runs = Array.from({ length: 30 }, (_, index) =>
      xpander.agents.run(agentId, `r${index} 1000`, { deadlineMs: 2 * minute }),
    );
    expect(await Promise.all(runs)).toHaveLength(30);
  });
});

describe('onThrottle', () => {
  it('tells what waits at most once a second, and only while something waits', async () => {
    const seen: (Throttle & { atMs: number })[] = [];
    const load = createLoad(documented, {
      rateLimit: documented,
      hooks: { onThrottle: (event) => void seen.push({ ...event, atMs: load.clock.now() }) },
    });
    await Promise.all(Array.from({ length: 20 }, () => load.xpander.tasks.list().firstPage()));
    expect(seen).toEqual([]);
    const run = (index: number) => load.xpander.agents.run(agentId, `r${index} 1000`, { deadlineMs: 0 });
    await Promise.all(Array.from({ length: 60 }, (_, index) => run(index)));
    expect(seen.length).toBeGreaterThan(30);
    for (const [index, event] of seen.entries()) {
      expect(event).toEqual({
        waiting: expect.toSatisfy((waiting: number) => waiting >= 1 && waiting <= 120),
        started: expect.toSatisfy((started: number) => started >= 0 && started <= 60),
        remaining: expect.toSatisfy((remaining: number) => remaining >= 0 && remaining <= 20),
        resetMs: expect.toSatisfy((resetMs: number) => resetMs >= 0 && resetMs <= minute),
        atMs: expect.any(Number),
      });
      if (index > 0) expect(event.atMs - (seen[index - 1]?.atMs ?? 0)).toBeGreaterThanOrEqual(1_000);
    }
    const last = seen.length;
    await load.clock.sleep(5 * minute);
    await run(60);
    expect(seen).toHaveLength(last);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('by a hook'))],
    [
      'rejects',
      () => {
        throw new Error('by a hook');
      },
    ],
  ])('that %s ends no call', async (_, onThrottle) => {
    const { xpander } = createLoad(documented, { rateLimit: { requests: 5, perMs: 6_000 }, hooks: { onThrottle } });
    const runs = Array.from({ length: 10 }, (_, index) => xpander.agents.run(agentId, `r${index} 100`));
    expect(await Promise.all(runs)).toHaveLength(10);
  });
});

describe('an abort', () => {
  it('ends a queueing run at once, and nothing is sent for it', async () => {
    const { xpander, clock, mock } = limited();
    const controller = new AbortController();
    const reads = Array.from({ length: 200 }, () => xpander.tasks.get('none').catch(() => 0));
    const run = rejection(xpander.agents.run(agentId, 'r 1000', { signal: controller.signal, deadlineMs: 0 }));
    await clock.sleep(10);
    controller.abort('enough');
    expect(await run).toBe('enough');
    await Promise.all(reads);
    expect(mock.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });
});
