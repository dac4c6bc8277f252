import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../src/async/clock.ts';
import { DeadlineError, type Xpander } from '../src/index.ts';
import { type Answer, clientAnswering, html, json, noReply, rejection, rejectionOf, task, taskId } from './support.ts';

type Verb = (xpander: Xpander, signal: AbortSignal) => Promise<unknown>;

const verbs: [string, Verb][] = [
  ['invoke', (xpander, signal) => xpander.agents.invoke('a-1', 'hi', { signal })],
  ['invokeAsync', (xpander, signal) => xpander.agents.invokeAsync('a-1', 'hi', { signal })],
  ['run', (xpander, signal) => xpander.agents.run('a-1', 'hi', { signal })],
  ['run in a thread', (xpander, signal) => xpander.agents.run('a-1', { id: 't-1', input: 'hi' }, { signal })],
  ['tasks.get', (xpander, signal) => xpander.tasks.get(taskId, { signal })],
  ['tasks.wait', (xpander, signal) => xpander.tasks.wait(taskId, { signal })],
];

describe.each(verbs)('an abort of %s', (_, verb) => {
  it.each([new Error('enough'), 'enough', 0, null, false, { code: 7 }])(
    'before the call sends nothing and rejects with %o',
    async (reason) => {
      const { xpander, received } = clientAnswering([task('completed')]);
      expect(await rejection(verb(xpander, AbortSignal.abort(reason)))).toBe(reason);
      expect(received).toEqual([]);
    },
  );

  it.each([new Error('enough'), 0, null])(
    'during a request whose fetch ignores the signal rejects at once with %o',
    async (reason) => {
      const controller = new AbortController();
      const abortThenHang = (): Promise<Response> => {
        controller.abort(reason);
        return noReply();
      };
      const { xpander, received, clock } = clientAnswering([abortThenHang]);
      const startMs = clock.now();
      expect(await rejection(verb(xpander, controller.signal))).toBe(reason);
      expect(received).toHaveLength(1);
      expect(clock.now()).toBe(startMs);
    },
  );

  it.each<[string, Answer]>([
    ['after a rate limit', json({}, 429, { 'retry-after': '30' })],
    ['after a 503', html(503, { 'retry-after': '30' })],
  ])('during the pause %s rejects at once and sends nothing more', async (_when, answer) => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const { xpander, received, clock } = clientAnswering([answer], {
      hooks: { onRetry: () => controller.abort(reason) },
    });
    const startMs = clock.now();
    expect(await rejection(verb(xpander, controller.signal))).toBe(reason);
    await clock.sleep(60_000);
    expect(received).toHaveLength(1);
    expect(clock.now() - startMs).toBe(60_000);
  });
});

describe('an abort while the key is fetched', () => {
  it('sends nothing, even if the key arrives later', async () => {
    const controller = new AbortController();
    let giveKey = (_key: string): void => undefined;
    const apiKey = (): Promise<string> =>
      new Promise((resolve) => {
        giveKey = resolve;
      });
    const { xpander, received, clock } = clientAnswering([task('completed')], { apiKey });
    const call = rejection(xpander.agents.invoke('a-1', 'hi', { signal: controller.signal }));
    await clock.sleep(10);
    controller.abort('stop');
    expect(await call).toBe('stop');
    giveKey('key-1');
    await clock.sleep(10);
    expect(received).toEqual([]);
  });
});

describe('an abort of a wait', () => {
  it('between two polls rejects at once and stops polling', async () => {
    const controller = new AbortController();
    const { xpander, received, clock } = clientAnswering([task('executing')], {
      hooks: { onPoll: () => controller.abort(null) },
    });
    expect(await rejection(xpander.tasks.wait(taskId, { signal: controller.signal }))).toBe(null);
    await clock.sleep(60_000);
    expect(received).toHaveLength(1);
  });
});

describe('a signal that many calls share', () => {
  it('has one listener, regardless of the number of calls', async () => {
    const { xpander } = clientAnswering([noReply], { clock: systemClock });
    const controller = new AbortController();
    const { signal } = controller;
    const waits: Promise<unknown>[] = [];
    for (let call = 1; call <= 12; call += 1) {
      await rejectionOf(DeadlineError, xpander.tasks.wait(taskId, { signal, deadlineMs: 1 }));
      waits.push(rejection(xpander.tasks.wait(taskId, { signal })));
    }
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    controller.abort('enough');
    expect(await Promise.all(waits)).toEqual(waits.map(() => 'enough'));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('has one listener during 500 waits and none afterwards', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners += 1;
      addEventListener.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners -= 1;
      removeEventListener.apply(signal, args);
    };
    const { xpander } = clientAnswering([task('executing'), task('executing'), task('completed')]);
    const waits = Array.from({ length: 500 }, () => xpander.tasks.wait(taskId, { signal }));
    expect(listeners).toBe(1);
    await Promise.all(waits);
    expect(listeners).toBe(0);
  });
});
