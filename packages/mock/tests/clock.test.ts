import { describe, expect, it } from 'vitest';
import { createMockXpander } from '../src/index.ts';
import { clientOf } from './client.ts';

const START = Date.UTC(2026, 0, 1);

describe('the virtual clock', () => {
  it('jumps to the next due time while nothing works', async () => {
    const { clock } = createMockXpander();
    // An hour of real time would end the test by its time limit.
    await clock.sleep(3_600_000);
    expect(clock.now()).toBe(START + 3_600_000);
  });

  it('ends sleeps by due time, then in the order of the calls', async () => {
    const { clock } = createMockXpander();
    const order: string[] = [];
    const sleep = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms);
      order.push(`${name}@${clock.now() - START}`);
    };
    await Promise.all([sleep('c', 20), sleep('a', 10), sleep('b', 10), sleep('z', 0)]);
    expect(order).toEqual(['z@0', 'a@10', 'b@10', 'c@20']);
  });

  it('finishes the work after one sleep before it ends the next', async () => {
    const { clock } = createMockXpander();
    const order: string[] = [];
    const first = clock.sleep(10).then(async () => {
      order.push('first');
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      order.push('after first');
    });
    const second = clock.sleep(10).then(() => order.push('second'));
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'after first', 'second']);
  });

  it('rejects an aborted sleep with the reason of its signal and removes it', async () => {
    const { clock } = createMockXpander();
    const controller = new AbortController();
    const slept = clock.sleep(5_000, controller.signal);
    controller.abort(null);
    await expect(slept).rejects.toBeNull();
    await expect(clock.sleep(1, controller.signal)).rejects.toBeNull();
    await clock.sleep(10);
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(clock.now()).toBe(START + 10);
  });

  it('rejects a delay that is not a number', async () => {
    await expect(createMockXpander().clock.sleep(Number.NaN)).rejects.toThrow('number of milliseconds');
  });

  it('stands still while a script works, even across turns of the event loop', async () => {
    const mock = createMockXpander({
      agents: {
        worker: async () => {
          for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
          return 'done';
        },
      },
    });
    const timeout = mock.clock.sleep(1).then(() => 'timed out');
    const run = clientOf(mock).run('worker', '');
    expect(await Promise.race([run.then(({ result }) => result), timeout.then(() => run.then(() => 'late'))])).toBe(
      'done',
    );
  });

  it('moves while a script sleeps, at any depth of its functions', async () => {
    const mock = createMockXpander({
      agents: {
        own: async ({ sleep }) => {
          await sleep(1_000);
          return 'own';
        },
        shared: async () => {
          await Promise.all([mock.clock.sleep(2_000), mock.clock.sleep(500)]);
          return 'shared';
        },
      },
    });
    const client = clientOf(mock);
    expect((await client.run('own', '')).result).toBe('own');
    expect((await client.run('shared', '')).result).toBe('shared');
    expect(mock.clock.now()).toBe(START + 3_000);
  });

  it('moves while a script waits for another agent', async () => {
    const mock = createMockXpander({
      agents: {
        parent: async () => `child said ${(await clientOf(mock).run('child', '')).result}`,
        child: async ({ sleep }) => {
          await sleep(1_000);
          return 'hello';
        },
      },
    });
    expect((await clientOf(mock).run('parent', '')).result).toBe('child said hello');
  });

  it('settles a held request and a timeout in the order of their times', async () => {
    const mock = createMockXpander();
    const client = clientOf(mock);
    const raceAgainst = async (timeoutMs: number): Promise<string> => {
      const call = new AbortController();
      const timer = new AbortController();
      const timeout = mock.clock.sleep(timeoutMs, timer.signal).then(
        () => call.abort(new Error('too slow')),
        () => {},
      );
      const body = { input: { text: 'hi' } };
      const outcome = await client.post('/v1/agents/a/invoke', body, { signal: call.signal }).then(
        ({ status }) => `HTTP ${status}`,
        (error: Error) => error.message,
      );
      timer.abort();
      await timeout;
      return outcome;
    };
    expect(await raceAgainst(4_499)).toBe('too slow');
    expect(await raceAgainst(4_501)).toBe('HTTP 200');
  });

  it('moves after endless work was aborted', async () => {
    const mock = createMockXpander({ agents: { stuck: () => new Promise(() => {}) } });
    const { id } = await clientOf(mock).start('stuck', '');
    const slept = mock.clock.sleep(10);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(mock.clock.now()).toBe(START);
    mock.task(id).stop();
    await slept;
    expect(mock.clock.now()).toBe(START + 10);
  });
});

describe('other clocks', () => {
  it('use the platform time with "real"', async () => {
    const { clock } = createMockXpander({ clock: 'real' });
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
    const controller = new AbortController();
    const slept = clock.sleep(2 ** 40, controller.signal);
    controller.abort('enough');
    await expect(slept).rejects.toBe('enough');
    await clock.sleep(1);
  });

  it('can be passed as an option', async () => {
    const clock = { now: () => 42_000, sleep: async () => {} };
    const mock = createMockXpander({ clock });
    expect((await clientOf(mock).run('a', '')).created_at).toBe('1970-01-01T00:00:42.000000Z');
    expect(mock.clock).toBe(clock);
  });
});
