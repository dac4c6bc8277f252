import { describe, expect, it } from 'vitest';
import { type Clock, ConfigurationError, type SharedRateLimit, Xpander, type XpanderOptions } from '../src/index.ts';
import { atOnce, createLoad, measure } from './load-support.ts';
import { agentId, clientAnswering, json, rejection, rejectionOf, task } from './support.ts';

const minute = 60_000;

/** What several processes share: when the next request may be sent, if requests are spread evenly. */
interface Store {
  nextMs: number;
}

/** The limiter of one process: it claims the next instant in the store, and waits for it. */
function createGcra(store: Store, clock: Clock, { requests, perMs }: { requests: number; perMs: number }) {
  let taken = 0;
  const limit: SharedRateLimit = {
    async take({ signal }) {
      const atMs = Math.max(store.nextMs, clock.now());
      store.nextMs = atMs + perMs / requests;
      await clock.sleep(atMs - clock.now(), signal);
      taken += 1;
    },
    pause: (untilMs) => {
      store.nextMs = Math.max(store.nextMs, untilMs);
    },
  };
  return { limit, taken: () => taken };
}

/** A shared limiter whose answers a test gives. */
function createAsked(fallback?: SharedRateLimit['fallback']) {
  const open: { readonly signal: AbortSignal; grant(): void }[] = [];
  const pauses: number[] = [];
  let asks = 0;
  let mostOpen = 0;
  const leave = (ask: (typeof open)[number]): void => {
    if (open.includes(ask)) open.splice(open.indexOf(ask), 1);
  };
  const rateLimit: SharedRateLimit = {
    take: ({ signal }) =>
      new Promise<void>((resolve) => {
        asks += 1;
        const ask = {
          signal,
          grant: () => {
            leave(ask);
            resolve();
          },
        };
        open.push(ask);
        mostOpen = Math.max(mostOpen, open.length);
        signal.addEventListener('abort', () => leave(ask));
      }),
    pause: (untilMs) => void pauses.push(untilMs),
    ...(fallback && { fallback }),
  };
  return { rateLimit, open, pauses, asks: () => asks, mostOpen: () => mostOpen };
}

const reads = (xpander: Xpander, count: number): Promise<unknown>[] =>
  Array.from({ length: count }, () => xpander.tasks.get('t-1').catch((error: unknown) => error));

describe('a shared rate limit', () => {
  it('has at most two asks open, and sends a request for each answer', async () => {
    const asked = createAsked();
    const { xpander, clock, received } = clientAnswering([task('completed')], { rateLimit: asked.rateLimit });
    const all = reads(xpander, 6);
    await clock.sleep(1_000);
    expect([asked.open.length, received.length]).toEqual([2, 0]);
    for (let sent = 1; sent <= 6; sent += 1) {
      asked.open[0]?.grant();
      await clock.sleep(1_000);
      expect(received).toHaveLength(sent);
    }
    await Promise.all(all);
    expect([asked.mostOpen(), asked.asks()]).toEqual([2, 6]);
  });

  it('decides when, and the client decides who: starts and reads take turns', async () => {
    const load = createLoad(undefined);
    const { limit } = createGcra({ nextMs: 0 }, load.clock, { requests: 100, perMs: minute });
    const xpander = load.client({ rateLimit: limit });
    const outcomes = await measure(load.clock, atOnce(60), (index) =>
      xpander.agents.run(agentId, `r${index} 2000`, { deadlineMs: 0 }),
    );
    expect(outcomes).toMatchObject({ completed: 60, other: [] });
    expect(load.mock.requests.length).toBeLessThan(60 * 2.5);
  });

  it('aborts the ask of a call that has left', async () => {
    const asked = createAsked();
    const { xpander, clock } = clientAnswering([task('completed')], { rateLimit: asked.rateLimit });
    const controller = new AbortController();
    const gone = rejection(xpander.tasks.get('t-1', { signal: controller.signal }));
    await clock.sleep(10);
    const [ask] = asked.open;
    controller.abort('enough');
    expect(await gone).toBe('enough');
    expect(ask?.signal.aborted).toBe(true);
    expect(asked.open).toEqual([]);
  });

  it('counts against the deadline and not against timeoutMs', async () => {
    const asked = createAsked();
    const { xpander, clock } = clientAnswering([task('completed')], { rateLimit: asked.rateLimit });
    const startMs = clock.now();
    const run = xpander.agents.run(agentId, 'hi', { timeoutMs: 1_000 });
    const late = rejection(xpander.agents.run(agentId, 'hi', { deadlineMs: 20_000 }));
    await clock.sleep(30_000);
    for (const ask of asked.open) ask.grant();
    expect(await late).toMatchObject({ code: 'deadline', started: false });
    for (let left = 5; left > 0; left -= 1) {
      await clock.sleep(2_000);
      asked.open[0]?.grant();
    }
    expect((await run).status).toBe('completed');
    expect(clock.now() - startMs).toBeGreaterThan(30_000);
  });

  it('is told of a pause, and not asked until it is over', async () => {
    const asked = createAsked();
    const answers = [json({ detail: 'Rate limit exceeded' }, 429, { 'retry-after': '30' }), task('completed')];
    const { xpander, clock, received } = clientAnswering(answers, { rateLimit: asked.rateLimit });
    const startMs = clock.now();
    const [read] = reads(xpander, 1);
    await clock.sleep(10);
    asked.open[0]?.grant();
    await clock.sleep(20_000);
    expect(asked.pauses).toHaveLength(1);
    expect(asked.pauses[0]).toBeGreaterThanOrEqual(startMs + 30_000);
    expect([asked.open.length, received.length]).toEqual([0, 1]);
    await clock.sleep(15_000);
    asked.open[0]?.grant();
    expect(await read).toMatchObject({ status: 'completed' });
  });

  it('ends no call when it cannot be told of a pause', async () => {
    for (const pause of [
      () => Promise.reject(new Error('down')),
      () => {
        throw new Error('down');
      },
    ]) {
      const answers = [json({}, 429, { 'retry-after': '3' }), task('completed')];
      const { xpander } = clientAnswering(answers, { rateLimit: { take: async () => undefined, pause } });
      expect(await xpander.tasks.get('t-1')).toMatchObject({ status: 'completed' });
    }
  });
});

describe('a shared rate limit that fails', () => {
  /** How many requests are sent in each minute while `take` does what a test says. */
  const sentPerMinute = async (take: SharedRateLimit['take'], fallback?: SharedRateLimit['fallback']) => {
    let takes = 0;
    const counted: SharedRateLimit['take'] = (ask) => {
      takes += 1;
      return take(ask);
    };
    const rateLimit = { take: counted, ...(fallback && { fallback }) };
    const { xpander, clock, received } = clientAnswering([task('completed')], { rateLimit });
    const startMs = clock.now();
    await Promise.all(reads(xpander, 60));
    const counts: number[] = [];
    for (const { atMs } of received) {
      const at = Math.floor((atMs - startMs) / minute);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    return { counts: Array.from(counts, (count) => count ?? 0), takes };
  };
  const throwing = (): Promise<void> => Promise.reject(new Error('no connection'));
  const hanging = (): Promise<void> => new Promise(() => undefined);

  it('is replaced by ten requests a minute when it throws, and tried once a minute', async () => {
    const { counts, takes } = await sentPerMinute(throwing);
    expect(Math.max(...counts)).toBeLessThanOrEqual(11);
    expect(counts.slice(1, -1).every((count) => count >= 8)).toBe(true);
    expect(takes).toBeLessThanOrEqual(counts.length + 2);
    expect(takes).toBeGreaterThanOrEqual(counts.length - 1);
  });

  it('is replaced by its fallback', async () => {
    const { counts } = await sentPerMinute(throwing, { requests: 20, perMs: minute });
    expect(Math.max(...counts)).toBeLessThanOrEqual(21);
    expect(counts.length).toBeLessThanOrEqual(4);
  });

  it('is given up after 90 s without an answer', async () => {
    const asked = createAsked();
    const { xpander, clock, received } = clientAnswering([task('completed')], { rateLimit: asked.rateLimit });
    const all = reads(xpander, 5);
    await clock.sleep(89_000);
    const [first] = asked.open;
    expect([received.length, first?.signal.aborted]).toEqual([0, false]);
    await clock.sleep(3_000);
    expect(first?.signal.aborted).toBe(true);
    expect(received.length).toBeGreaterThan(0);
    await Promise.all(all);
    const { counts } = await sentPerMinute(hanging);
    expect(Math.max(...counts)).toBeLessThanOrEqual(11);
  });

  it('does not hang while the server has asked for a pause', async () => {
    const asked = createAsked();
    const answers = [json({}, 429, { 'retry-after': '55' }), task('completed')];
    const { xpander, clock, received } = clientAnswering(answers, { rateLimit: asked.rateLimit });
    const refused = reads(xpander, 1);
    await clock.sleep(10);
    const others = reads(xpander, 2);
    await clock.sleep(10);
    const [first, second] = [...asked.open];
    first?.grant();
    await clock.sleep(120_000);
    expect(second?.signal.aborted).toBe(false);
    await clock.sleep(30_000);
    expect(second?.signal.aborted).toBe(true);
    await Promise.all([...refused, ...others]);
    expect(received.length).toBeGreaterThanOrEqual(3);
  });

  it('counts again as soon as it has answered', async () => {
    let isUp = false;
    const take = async (): Promise<void> => {
      if (!isUp) throw new Error('no connection');
    };
    const { xpander, clock, received } = clientAnswering([task('completed')], { rateLimit: { take } });
    const all = reads(xpander, 200);
    await clock.sleep(3 * minute);
    expect(received.length).toBeLessThan(40);
    isUp = true;
    await clock.sleep(2 * minute);
    expect(received).toHaveLength(200);
    await Promise.all(all);
  });
});

describe('four processes that share one limit', () => {
  it('use all of it, and take over the share of one that dies within a minute', async () => {
    const limit = { requests: 120, perMs: minute };
    const load = createLoad(undefined);
    const store = { nextMs: 0 };
    const dying = new AbortController();
    const processes = [0, 1, 2, 3].map((number) => {
      const { limit: rateLimit, taken } = createGcra(store, load.clock, limit);
      const apiKey = (): string => `key-${number}`;
      return { xpander: load.client({ apiKey, rateLimit }), taken };
    });
    const work = processes.flatMap(({ xpander }, number) => {
      const signal = number === 0 ? dying.signal : undefined;
      return Array.from({ length: 300 }, () => xpander.tasks.get('none', { signal }).catch(() => undefined));
    });
    const startMs = load.clock.now();
    await load.clock.sleep(minute);
    const before = processes.map(({ taken }) => taken());
    dying.abort('died');
    await load.clock.sleep(minute);
    const shares = processes.map(({ taken }, number) => taken() - (before[number] ?? 0));
    for (const count of before) expect(count).toBeGreaterThan(20);
    expect(shares[0]).toBeLessThanOrEqual(2);
    expect(shares[1] ?? 0).toBeGreaterThan(33);
    expect(shares.reduce((sum, count) => sum + count)).toBeGreaterThan(110);
    await Promise.all(work);
    expect(load.mock.requests.length / ((load.clock.now() - startMs) / minute)).toBeLessThanOrEqual(122);
  });
});

describe('a shared rate limit with a mistake', () => {
  it.each<[string, unknown, RegExp]>([
    ['no function `take`', { take: 7 }, /rateLimit.*take must be a function/],
    ['a `pause` that is none', { take: async () => undefined, pause: 1 }, /pause must be a function/],
    ['a fallback without requests', { take: async () => undefined, fallback: { perMs: 1 } }, /fallback must be a rate/],
    ['a fallback of 0', { take: async () => undefined, fallback: { requests: 0, perMs: 1 } }, /at least 1 request/],
    ['a name', 'on', /must be a rate limit of at least 1 request/],
  ])('is rejected: %s', async (_, rateLimit, message) => {
    const create = async (): Promise<unknown> => new Xpander({ apiKey: 'key-1', rateLimit } as XpanderOptions);
    const error = await rejectionOf(ConfigurationError, create());
    expect(error.option).toBe('rateLimit');
    expect(error.message).toMatch(message);
  });
});
