import { describe, expect, it } from 'vitest';
import {
  ApiError,
  ConfigurationError,
  ConnectionError,
  DeadlineError,
  type RunOptions,
  type Xpander,
  XpanderError,
} from '../src/index.ts';
import {
  type Answer,
  agentId,
  clientAnswering,
  collect,
  html,
  json,
  mockedClient,
  networkError,
  noReply,
  postsTo,
  rejection,
  rejectionOf,
  task,
} from './support.ts';

const verbs = ['run', 'invoke', 'invokeAsync', 'stream', 'thread.send', 'run over a stream'] as const;
type Verb = (typeof verbs)[number];

function call(verb: Verb, xpander: Xpander, options: RunOptions): Promise<unknown> {
  const { agents } = xpander;
  if (verb === 'stream') return agents.stream(agentId, 'hi', options).finalTask();
  if (verb === 'thread.send') return xpander.agent(agentId).thread().send('hi', options);
  if (verb === 'run over a stream') return agents.run(agentId, 'hi', { ...options, via: 'stream' });
  return agents[verb](agentId, 'hi', options);
}

/** An error that the transport would retry, had it come from a request of its own. */
function neverSent(): Promise<unknown> {
  const { xpander } = clientAnswering([networkError('ECONNREFUSED')], { maxRetries: 0 });
  return rejection(xpander.tasks.get('t-1'));
}

describe.each(verbs)('beforeSend of %s', (verb) => {
  it('is called once before the POST', async () => {
    const { xpander, mock } = mockedClient({ agents: { [agentId]: () => 'done' } });
    const sentBefore: number[] = [];
    await call(verb, xpander, { beforeSend: () => void sentBefore.push(postsTo(mock).length) });
    expect([sentBefore, postsTo(mock).length]).toEqual([[0], 1]);
  });

  it('is called before each repeated POST', async () => {
    const answers = [json({ detail: 'busy' }, 429), networkError('ECONNREFUSED'), json({ detail: 'x' }, 403)];
    const { xpander, received } = clientAnswering(answers);
    const sentBefore: number[] = [];
    await rejectionOf(ApiError, call(verb, xpander, { beforeSend: () => void sentBefore.push(received.length) }));
    expect([sentBefore, received.length]).toEqual([[0, 1, 2], 3]);
  });

  it('is awaited', async () => {
    const { xpander, received, clock } = clientAnswering([task('completed')]);
    const startedMs = clock.now();
    const refused = Object.assign(new Error('stop here'), { sent: 0 });
    const beforeSend = async (): Promise<void> => {
      // Longer than the time limit of one request, and than a turn may take before the next one goes first.
      await clock.sleep(100_000);
      refused.sent = received.length;
    };
    await call(verb, xpander, { beforeSend, timeoutMs: 5_000 }).catch(() => undefined);
    expect(refused.sent).toBe(0);
    expect(received[0]?.atMs).toBe(startedMs + 100_000);
  });

  it.each<[string, () => unknown]>([
    ['an error', () => new Error('the lease is lost')],
    ['an error that the transport retries', neverSent],
    ['an error of this SDK', () => new ConfigurationError('x', 'y', 'z')],
    ['undefined', () => undefined],
    ['zero', () => 0],
    ['a text', () => 'stop'],
    ['what a framework throws', () => Object.assign(new Error('NEXT'), { digest: 'NEXT_REDIRECT;/x' })],
  ])('rejects with that very value if it throws %s, and nothing is sent', async (_, make) => {
    const thrown = await make();
    const { xpander, received } = clientAnswering([task('completed')]);
    let calls = 0;
    const throwing = (): void => {
      calls += 1;
      throw thrown;
    };
    const rejecting = async (): Promise<void> => throwing();
    for (const beforeSend of [throwing, rejecting]) {
      expect(await rejection(call(verb, xpander, { beforeSend }))).toBe(thrown);
    }
    expect([calls, received.length]).toEqual([2, 0]);
    if (thrown instanceof XpanderError) expect(thrown.taskId).toBeUndefined();
  });

  it('is not called if the call was aborted before, and not waited for after an abort', async () => {
    const controller = new AbortController();
    const { xpander, received } = clientAnswering([task('completed')]);
    let calls = 0;
    const beforeSend = (): Promise<void> => {
      calls += 1;
      controller.abort('enough');
      return new Promise(() => undefined);
    };
    const options = { signal: controller.signal, beforeSend };
    expect(await rejection(call(verb, xpander, options))).toBe('enough');
    expect(await rejection(call(verb, xpander, options))).toBe('enough');
    expect([calls, received.length]).toEqual([1, 0]);
  });

  it('rejects with the error of a repeated POST that it stops', async () => {
    const { xpander, received } = clientAnswering([json({ detail: 'busy' }, 429), task('completed')]);
    const lost = new Error('the lease is lost');
    const beforeSend = (): void => {
      if (received.length === 1) throw lost;
    };
    expect(await rejection(call(verb, xpander, { beforeSend }))).toBe(lost);
    expect(received).toHaveLength(1);
  });

  it('stops the POST that would follow a lost answer', async () => {
    const { xpander, received } = clientAnswering([html(504), json({ detail: 'Task not found' }, 404)]);
    const lost = new Error('the lease is lost');
    const posts = (): number => received.filter(({ method }) => method === 'POST').length;
    const beforeSend = (): void => {
      if (posts() === 1) throw lost;
    };
    expect(await rejection(call(verb, xpander, { beforeSend, onAmbiguous: 'resend' }))).toBe(lost);
    expect(posts()).toBe(1);
  });
});

describe('beforeSend', () => {
  it.each(verbs.filter((verb) => verb !== 'invokeAsync'))('counts towards the deadline of %s', async (verb) => {
    const { xpander, received } = clientAnswering([task('completed')]);
    const beforeSend = (): Promise<void> => new Promise(() => undefined);
    const error = await rejectionOf(DeadlineError, call(verb, xpander, { beforeSend, deadlineMs: 5_000 }));
    expect([error.started, received.length]).toEqual([false, 0]);
  });

  it('is called after the rate limit has let the POST pass', async () => {
    const { xpander, clock } = clientAnswering([task('completed')], { rateLimit: { requests: 1, perMs: 60_000 } });
    await xpander.tasks.get('t-1');
    const startedMs = clock.now();
    let calledMs = 0;
    const beforeSend = (): void => {
      calledMs = clock.now();
    };
    await xpander.agents.run(agentId, 'hi', { beforeSend });
    expect(calledMs - startedMs).toBeGreaterThan(50_000);
  });

  it('is called neither for reads nor for stops', async () => {
    const answers: Answer[] = [json({ detail: 'Task not found' }, 404), task('pending'), task('executing'), noReply];
    const { xpander, received } = clientAnswering(answers);
    const sentBefore: number[] = [];
    const beforeSend = (): void => void sentBefore.push(received.length);
    const options = { once: 'job', beforeSend, deadlineMs: 20_000, onAbandon: 'stop' } as const;
    await rejectionOf(DeadlineError, xpander.agents.run(agentId, 'hi', options));
    expect(sentBefore).toEqual([1]);
  });

  it('is not called for a run that its key has found', async () => {
    const { xpander } = clientAnswering([task('completed')]);
    const beforeSend = (): void => {
      throw new Error('not expected');
    };
    expect((await xpander.agents.run(agentId, 'hi', { once: 'job', beforeSend })).status).toBe('completed');
  });

  it('is called before hooks see the POST', async () => {
    const order: string[] = [];
    const hooks = { onRequest: () => void order.push('onRequest'), onResponse: () => void order.push('onResponse') };
    const { xpander } = clientAnswering([task('completed')], { hooks });
    await xpander.agents.run(agentId, 'hi', { beforeSend: () => void order.push('beforeSend') });
    const refuse = (): void => {
      throw new Error('no');
    };
    await rejection(xpander.agents.run(agentId, 'hi', { beforeSend: refuse }));
    expect(order).toEqual(['beforeSend', 'onRequest', 'onResponse']);
  });

  it('that ends after an abort sends nothing, and hooks see nothing', async () => {
    const seen: string[] = [];
    const hooks = { onRequest: () => void seen.push('onRequest') };
    const { xpander, received, clock } = clientAnswering([task('completed')], { hooks });
    const beforeSend = (): Promise<void> => clock.sleep(10_000);
    await rejectionOf(DeadlineError, xpander.agents.run(agentId, 'hi', { beforeSend, deadlineMs: 1_000 }));
    await clock.sleep(60_000);
    expect([seen, received]).toEqual([[], []]);
  });

  it('works with middleware, whatever the middleware makes of the error', async () => {
    const { xpander, received } = clientAnswering([task('completed')]);
    xpander.api.use({ onError: () => new Error('replaced') });
    const lost = new Error('the lease is lost');
    const beforeSend = (): void => {
      throw lost;
    };
    expect(await rejection(xpander.agents.run(agentId, 'hi', { beforeSend }))).toBe(lost);
    expect(received).toHaveLength(0);
  });

  it('leaves the thread free for the next turn when it has thrown', async () => {
    const { xpander, mock } = mockedClient({ agents: { [agentId]: ({ turn }) => `turn ${turn}` } });
    const thread = xpander.agent(agentId).thread();
    const lost = new Error('the lease is lost');
    const beforeSend = (): void => {
      throw lost;
    };
    expect(await rejection(thread.send('hi', { beforeSend }))).toBe(lost);
    expect((await thread.send('hi')).result).toBe('turn 1');
    expect(postsTo(mock)).toHaveLength(1);
  });

  it('stops single items of runMany', async () => {
    const { xpander, mock } = mockedClient({ agents: { [agentId]: ({ text }) => text } });
    let calls = 0;
    const lost = new ConnectionError('lost', false, undefined);
    const beforeSend = (): void => {
      calls += 1;
      if (calls === 2) throw lost;
    };
    const outcomes = await collect(xpander.agents.runMany(agentId, ['a', 'b', 'c'], { beforeSend, concurrency: 1 }));
    expect(outcomes.map(({ error }) => error)).toEqual([undefined, lost, undefined]);
    expect(postsTo(mock)).toHaveLength(2);
  });

  it('is refused as a default of an agent, and where nothing is started', async () => {
    const { xpander } = clientAnswering([]);
    const beforeSend = (): void => undefined;
    expect(() => xpander.agent(agentId, { beforeSend } as never)).toThrow(
      expect.objectContaining({ option: 'beforeSend' }),
    );
    await rejectionOf(ConfigurationError, xpander.tasks.wait('t-1', { beforeSend } as never));
    await rejectionOf(ConfigurationError, xpander.agents.run(agentId, 'hi', { beforeSend: 'fence' } as never));
  });
});
