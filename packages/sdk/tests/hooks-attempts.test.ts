import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HookEvent, type Hooks, logHooks, type Xpander, type XpanderOptions } from '../src/index.ts';
import { drainEventLoop } from './many-support.ts';
import {
  type Answer,
  agentId,
  clientAnswering,
  collect,
  event,
  eventStream,
  html,
  json,
  networkError,
  noReply,
  rejection,
  task,
  taskId,
} from './support.ts';

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_201) });

type Told = readonly [hook: string, event: HookEvent & { readonly code?: string }];

/** Hooks that keep what they were told. */
function recorder(): { hooks: Hooks; told: Told[] } {
  const told: Told[] = [];
  const note = (hook: string) => (facts: HookEvent) => void told.push([hook, facts]);
  return { hooks: { onRequest: note('request'), onResponse: note('response'), onError: note('error') }, told };
}

/** A response whose body ends in the middle. */
function cutBody(): Response {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"id":')),
    pull: (controller) => controller.error(networkError('ECONNRESET')),
  });
  return new Response(body, { headers: { 'content-type': 'application/json' } });
}

const signal = (): AbortSignal => AbortSignal.abort('gone');
const redirect = (): Response => new Response(null, { status: 302, headers: { location: '/elsewhere' } });

interface Failure {
  readonly name: string;
  readonly answer: Answer;
  readonly options?: XpanderOptions;
  readonly ends: { readonly code: string; readonly status?: number };
}

const failures: readonly Failure[] = [
  { name: 'a refused connection', answer: networkError('ECONNREFUSED'), ends: { code: 'connection' } },
  { name: 'a reset connection', answer: networkError('ECONNRESET'), ends: { code: 'connection' } },
  { name: 'a body that is cut', answer: cutBody, ends: { code: 'connection' } },
  { name: 'a time limit', answer: noReply, options: { timeoutMs: 1_000 }, ends: { code: 'timeout' } },
  { name: 'a redirect', answer: redirect, ends: { code: 'protocol', status: 302 } },
  {
    name: 'a key function that fails',
    answer: noReply,
    options: { apiKey: () => Promise.reject(new Error('vault')) },
    ends: { code: 'configuration' },
  },
];

describe('an attempt that gets no whole answer', () => {
  it.each(failures)('ends with onError alone, and its code: $name', async ({ answer, options, ends }) => {
    const { hooks, told } = recorder();
    const { xpander } = clientAnswering([answer], { maxRetries: 0, hooks, ...options });
    const error = await rejection(xpander.tasks.get(taskId));
    expect(error).toMatchObject({ code: ends.code });
    const subject = { method: 'GET', path: `/v1/tasks/${taskId}`, taskId, attempt: 1 };
    expect(told).toEqual([
      ['request', subject],
      ['error', { ...subject, ...ends, durationMs: options?.timeoutMs ?? 0 }],
    ]);
  });

  it('ends with the code "aborted" after an abort, and with "deadline" when the deadline passes', async () => {
    const { hooks, told } = recorder();
    const { xpander, clock } = clientAnswering([noReply], { hooks });
    const controller = new AbortController();
    void clock.sleep(500).then(() => controller.abort('gone'));
    await rejection(xpander.tasks.get(taskId, { signal: controller.signal }));
    await rejection(xpander.tasks.wait(taskId, { deadlineMs: 2_000 }));
    const ends = told.filter(([hook]) => hook === 'error').map(([, { code, durationMs }]) => [code, durationMs]);
    expect(ends).toEqual([
      ['aborted', 500],
      ['deadline', 2_000],
    ]);
  });

  it('is called once each time that it is repeated', async () => {
    const { hooks, told } = recorder();
    const { xpander } = clientAnswering([networkError('ECONNRESET'), cutBody, task('completed')], { hooks });
    await xpander.tasks.get(taskId);
    expect(told.map(([hook, { attempt }]) => `${hook} ${attempt}`)).toEqual([
      'request 1',
      'error 1',
      'request 2',
      'error 2',
      'request 3',
      'response 3',
    ]);
  });

  it('is called also for a client without other hooks', async () => {
    const codes: string[] = [];
    const { xpander } = clientAnswering([networkError('ECONNRESET')], {
      hooks: { onError: ({ code }) => codes.push(code) },
      maxRetries: 0,
    });
    await rejection(xpander.tasks.get(taskId));
    expect(codes).toEqual(['connection']);
  });
});

describe('an answer that arrives whole', () => {
  it.each([
    ['an error of the API', json({ detail: 'no' }, 404), 404],
    ['a page of a gateway', html(502), 502],
    ['a page in place of a task', html(200), 200],
  ])('ends its attempt with onResponse alone: %s', async (_, answer, status) => {
    const { hooks, told } = recorder();
    const { xpander } = clientAnswering([answer], { maxRetries: 0, hooks });
    await rejection(xpander.tasks.get(taskId));
    expect(told.map(([hook, facts]) => [hook, facts.status])).toEqual([
      ['request', undefined],
      ['response', status],
    ]);
  });

  it('of a stream is its headers: a connection that breaks later is no failed attempt', async () => {
    const { hooks, told } = recorder();
    const broken = eventStream(event('task_created', { id: taskId, status: 'pending' }));
    const { xpander } = clientAnswering([broken, task('completed')], { hooks });
    await collect(xpander.agents.stream(agentId, 'hi'));
    expect(told.map(([hook]) => hook)).toEqual(['request', 'response', 'request', 'response']);
  });
});

describe('logHooks', () => {
  it('prints failed attempts, with the code', async () => {
    const lines: string[] = [];
    const hooks = logHooks({ log: (line) => lines.push(line) });
    const { xpander } = clientAnswering([networkError('ECONNRESET'), redirect], { hooks });
    await rejection(xpander.tasks.get(taskId));
    expect(lines.map((line) => line.replace(/in \d+ ms/, 'in n ms'))).toEqual([
      `xpander → GET /v1/tasks/${taskId}`,
      `xpander ✗ GET /v1/tasks/${taskId} connection 0 ms`,
      `xpander retry GET /v1/tasks/${taskId} in n ms`,
      `xpander → GET /v1/tasks/${taskId} attempt 2`,
      `xpander ✗ GET /v1/tasks/${taskId} 302 protocol 0 ms attempt 2`,
    ]);
  });
});

const end = event('task_finished', { id: taskId, status: 'completed', input: {}, result: 'R' });
const answers: readonly Answer[] = [
  () => task('pending'),
  () => task('executing'),
  () => task('completed'),
  () => task('paused'),
  () => json({ items: [{ id: taskId, status: 'completed' }] }),
  () => json({ detail: 'no' }, 401),
  () => json({ detail: 'no' }, 404),
  () => json({ detail: 'wait' }, 429, { 'retry-after': '2' }),
  () => html(502),
  () => html(200),
  () => eventStream(end),
  () => eventStream(event('chunk', 'a piece')),
  redirect,
  cutBody,
  noReply,
  networkError('ECONNREFUSED'),
  networkError('ECONNRESET'),
];

type Verb = (xpander: Xpander, more: object) => Promise<unknown>;
const limits = { deadlineMs: 20_000, pollIntervalMs: 1_000 };

const verbs: Readonly<Record<string, Verb>> = {
  get: (xpander, more) => xpander.tasks.get(taskId, more),
  list: (xpander, more) => xpander.tasks.list({}, more).firstPage(),
  stop: (xpander, more) => xpander.tasks.stop(taskId, more),
  delete: (xpander, more) => xpander.tasks.delete(taskId, more),
  messages: (xpander, more) => xpander.tasks.messages(taskId, more),
  wait: (xpander, more) => xpander.tasks.wait(taskId, { ...limits, ...more }),
  run: (xpander, more) => xpander.agents.run(agentId, 'hi', { ...limits, ...more }),
  runAgain: (xpander, more) =>
    xpander.agents.run(agentId, 'hi', { ...limits, onAmbiguous: 'resend', onAbandon: 'stop', ...more }),
  runByStream: (xpander, more) => xpander.agents.run(agentId, 'hi', { ...limits, via: 'stream', ...more }),
  invoke: (xpander, more) => xpander.agents.invoke(agentId, 'hi', { ...limits, ...more }),
  invokeAsync: (xpander, more) => xpander.agents.invokeAsync(agentId, 'hi', more),
  send: (xpander, more) =>
    xpander
      .agent(agentId)
      .thread(taskId)
      .send('hi', { ...limits, ...more }),
  stream: (xpander, more) => collect(xpander.agents.stream(agentId, 'hi', { ...limits, ...more })),
  text: (xpander, more) => collect(xpander.agents.stream(agentId, 'hi', { ...limits, ...more }).textStream()),
  runMany: (xpander, more) => collect(xpander.agents.runMany(agentId, ['a', 'b', 'c'], { ...limits, ...more })),
  waitAll: (xpander, more) => collect(xpander.tasks.waitAll([taskId, 'other'], { ...limits, ...more })),
};

/** What every attempt was told, by its request: the hooks in order. */
function toldByAttempt(told: readonly Told[]): Map<string, string[]> {
  const attempts = new Map<string, string[]>();
  for (const [hook, { method, path, attempt }] of told) {
    const name = `${method} ${path} ${attempt}`;
    attempts.set(name, [...(attempts.get(name) ?? []), hook]);
  }
  return attempts;
}

describe('for random faults over random verbs', () => {
  it('every onRequest is followed by exactly one onResponse or onError', async () => {
    const script = fc.array(fc.constantFrom(...answers), { minLength: 1, maxLength: 6 });
    const abortMs = fc.option(fc.integer({ min: 0, max: 5_000 }), { nil: undefined });
    const timeoutMs = fc.constantFrom(0, 700, 3_000);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(verbs)), script, abortMs, timeoutMs, async (name, ...given) => {
        const [list, afterMs, limitMs] = given;
        const { hooks, told } = recorder();
        const { xpander, clock } = clientAnswering(list, { hooks, timeoutMs: limitMs });
        const controller = new AbortController();
        if (afterMs !== undefined) void clock.sleep(afterMs).then(() => controller.abort('gone'));
        else if (limitMs === 0) void clock.sleep(30_000).then(() => controller.abort('late'));
        await verbs[name]?.(xpander, { signal: controller.signal }).catch(() => undefined);
        await drainEventLoop();
        for (const hooksOfAttempt of toldByAttempt(told).values()) {
          const starts = hooksOfAttempt.filter((hook) => hook === 'request').length;
          expect(hooksOfAttempt).toHaveLength(2 * starts);
          expect(hooksOfAttempt[0]).toBe('request');
        }
      }),
      { numRuns: 600 },
    );
  });

  it('a call that is aborted before it begins makes no attempt', async () => {
    for (const verb of Object.values(verbs)) {
      const { hooks, told } = recorder();
      const { xpander } = clientAnswering([task('completed')], { hooks });
      await rejection(verb(xpander, { signal: signal() }));
      expect(told).toEqual([]);
    }
  });
});
