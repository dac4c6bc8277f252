import { describe, expect, it } from 'vitest';
import { ApiError, DeadlineError, type RateLimit, type XpanderOptions } from '../src/index.ts';
import { atOnce, createLoad, evenly, type Load, measure, quantile, type ServerLimit } from './load-support.ts';
import { agentId, clientAnswering, collect, json, rejectionOf, task } from './support.ts';

const minute = 60_000;
const documented = { requests: 100, perMs: minute };

/** Reads a task that does not exist, so many times at once. */
const read = ({ clock }: Load, { tasks }: Load['xpander'], count: number) =>
  measure(clock, atOnce(count), () => tasks.get('none').catch((error: unknown) => check(error)));

function check(error: unknown): void {
  if (!(error instanceof ApiError) || error.status !== 404) throw error;
}

describe('a client without a rateLimit', () => {
  it('holds nothing back before the server has said anything', async () => {
    const load = createLoad(undefined);
    const { wallMs } = await read(load, load.xpander, 1_000);
    expect(wallMs).toBe(0);
  });

  it.each([
    ['with limit headers', true],
    ['without them', false],
  ])('completes 30 runs of 8 s a minute at a server that allows 100 requests, %s', async (_, headers) => {
    const { xpander, clock } = createLoad({ ...documented, headers });
    const outcomes = await measure(clock, evenly(30, 10), (index) => xpander.agents.run(agentId, `r${index} 8000`));
    expect(outcomes).toMatchObject({ completed: 300, unstarted: 0, unread: 0, other: [] });
    expect(quantile(outcomes.latenciesMs, 0.5)).toBeLessThan(12_000);
  });

  it('completes a batch that the server refuses at first', async () => {
    const { xpander } = createLoad(documented);
    const texts = Array.from({ length: 150 }, (_, index) => `r${index} 30000`);
    const outcomes = await collect(xpander.agents.runMany(agentId, texts, { concurrency: 50 }));
    expect(outcomes.flatMap(({ error }) => error ?? [])).toEqual([]);
  });

  it('keeps to the budget that limit headers state, and forgets it ten minutes after the last ones', async () => {
    const server = { ...documented, headers: true };
    const load = createLoad(server);
    await read(load, load.xpander, 1);
    const limited = await read(load, load.xpander, 150);
    expect([limited.completed, load.refused()]).toEqual([150, 0]);
    expect(limited.wallMs).toBeGreaterThan(20_000);
    Object.assign(server, { headers: false, requests: 1_000 });
    await load.clock.sleep(9 * minute);
    expect((await read(load, load.xpander, 130)).wallMs).toBeGreaterThan(10_000);
    await load.clock.sleep(11 * minute);
    expect((await read(load, load.xpander, 130)).wallMs).toBe(0);
  });

  it('after a 429 without headers sends as many a minute as were answered in the minute before, and slowly more', async () => {
    const load = createLoad(documented);
    await read(load, load.xpander, 130);
    const refused = load.refused();
    expect(refused).toBeGreaterThan(0);
    const startMs = load.clock.now();
    await read(load, load.xpander, 400);
    const perMinute = (at: number): number =>
      load.arrivalsMs.filter((ms) => ms >= startMs + at * minute && ms < startMs + (at + 1) * minute).length;
    expect(perMinute(1)).toBeGreaterThan(85);
    expect(perMinute(1)).toBeLessThan(115);
    expect(load.refused() - refused).toBeLessThan(20);
  });

  it('turns no call away because of a guess, but does because of headers', async () => {
    const refusals = async (headers: boolean): Promise<number> => {
      const load = createLoad({ ...documented, headers });
      await read(load, load.xpander, headers ? 1 : 130);
      const startMs = load.clock.now();
      let early = 0;
      await measure(load.clock, atOnce(250), async (index) => {
        try {
          await load.xpander.agents.run(agentId, `r${index} 1000`, { deadlineMs: 2 * minute });
        } catch (error) {
          if (load.clock.now() - startMs < minute) early += 1;
          throw error;
        }
      });
      return early;
    };
    expect(await refusals(false)).toBe(0);
    expect(await refusals(true)).toBeGreaterThan(50);
  });
});

describe('what clients share', () => {
  const server = { ...documented, headers: true };
  /** How long a second client's reads take once the first has used up the budget. */
  const waitOfOther = async (first: XpanderOptions, second: XpanderOptions, limit: ServerLimit = server) => {
    const load = createLoad(limit, first);
    await read(load, load.xpander, 1);
    await read(load, load.xpander, 99);
    const other = load.client({ fetch: load.mock.fetch, ...second });
    return (await read(load, other, 20)).wallMs;
  };
  const fixed = (rateLimit: RateLimit): XpanderOptions => ({ rateLimit });

  it.each<[string, XpanderOptions, XpanderOptions, boolean]>([
    ['what was learned, with one key', {}, {}, true],
    ['not what was learned, with another key', {}, { apiKey: 'key-2' }, false],
    ['not what was learned, with another base URL', {}, { baseUrl: 'https://other.example' }, false],
    ['fixed limits of equal numbers', fixed({ ...documented }), fixed({ ...documented }), true],
    ['not fixed limits of other numbers', fixed(documented), fixed({ requests: 101, perMs: minute }), false],
    ['nothing with a client whose limit is off', {}, { rateLimit: 'off' }, false],
  ])('is %s', async (_, first, second, isShared) => {
    const ms = await waitOfOther(first, second);
    if (isShared) expect(ms).toBeGreaterThan(5_000);
    else expect(ms).toBe(0);
  });
});

describe('a 429 to a start', () => {
  const refusing = (options: XpanderOptions, refusals: number, headers: Record<string, string>) => {
    let left = refusals;
    return clientAnswering(
      [
        () => {
          left -= 1;
          return left >= 0 ? json({ detail: 'Rate limit exceeded' }, 429, headers) : task('completed');
        },
      ],
      options,
    );
  };

  it('is waited out, however often', async () => {
    const { xpander, received } = refusing({}, 12, { 'retry-after': '20' });
    await xpander.agents.run(agentId, 'hi');
    expect(received.filter(({ method }) => method === 'POST')).toHaveLength(13);
  });

  it('is waited out as long as its pause ends before the deadline', async () => {
    const { xpander, clock } = refusing({}, 1_000, { 'retry-after': '20' });
    const startMs = clock.now();
    const error = await rejectionOf(ApiError, xpander.agents.run(agentId, 'hi', { deadlineMs: 5 * minute }));
    expect(error).toMatchObject({ status: 429, retryAfterMs: 20_000 });
    expect(clock.now() - startMs).toBe(5 * minute - 20_000);
  });

  it('queues until the deadline when other starts are refused, and nothing of it is sent', async () => {
    const load = refusing({}, 1_000, { 'retry-after': '50' });
    const first = rejectionOf(ApiError, load.xpander.agents.run(agentId, 'hi', { deadlineMs: minute }));
    await load.clock.sleep(1_000);
    const error = await rejectionOf(DeadlineError, load.xpander.agents.run(agentId, 'hi', { deadlineMs: 30_000 }));
    expect(error).toMatchObject({ started: false, taskId: undefined });
    expect(load.received).toHaveLength(1);
    await first;
  });

  it.each([
    ['invokeAsync', (load: ReturnType<typeof refusing>) => load.xpander.agents.invokeAsync(agentId, 'hi')],
    ['deadlineMs: 0', (load: ReturnType<typeof refusing>) => load.xpander.agents.run(agentId, 'hi', { deadlineMs: 0 })],
  ])('without a deadline rejects at once when the pause exceeds a minute: %s', async (_, start) => {
    const load = refusing({}, 1_000, { 'retry-after': '90' });
    const startMs = load.clock.now();
    for (let round = 0; round < 2; round += 1) {
      const error = await rejectionOf(ApiError, start(load));
      expect(error).toMatchObject({ status: 429, code: 'rate_limited', retryAfterMs: 90_000 });
    }
    expect(load.clock.now()).toBe(startMs);
  });

  it('without a deadline is waited out for a minute in all', async () => {
    const load = refusing({}, 1_000, { 'retry-after': '20' });
    const startMs = load.clock.now();
    const error = await rejectionOf(ApiError, load.xpander.agents.invokeAsync(agentId, 'hi'));
    expect(error).toMatchObject({ status: 429, retryAfterMs: 20_000 });
    expect(load.clock.now() - startMs).toBe(minute);
  });

  it('with rateLimit "off" is repeated as often as maxRetries says', async () => {
    for (const maxRetries of [0, 3]) {
      const { xpander, received } = refusing({ rateLimit: 'off', maxRetries }, 1_000, { 'retry-after': '1' });
      await rejectionOf(ApiError, xpander.agents.run(agentId, 'hi'));
      expect(received).toHaveLength(maxRetries + 1);
    }
  });
});
