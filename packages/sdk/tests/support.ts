import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createMockXpander } from '@xpander/mock';
import { type Clock, Xpander, type XpanderOptions } from '../src/index.ts';

/** What arrived at the double. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
  readonly atMs: number;
}

/** One answer: a response, an error that `fetch` throws, or a function of the request. */
export type Answer = Response | Error | ((request: Request) => Response | Promise<Response>);

export interface Scripted {
  readonly xpander: Xpander;
  readonly received: Received[];
  readonly clock: Clock;
}

export const agentId = '5b1d3c7e-8a42-4f0b-9d6e-2c1f7a9b4e30';
export const taskId = '81250b20-e9d7-4b3b-9995-07dc72b4bb59';

/** A clock that jumps as soon as everyone sleeps. */
export function virtualClock(): Clock {
  return createMockXpander().clock;
}

export interface PausesOnly extends Clock {
  /** Lets time pass until the next time limit is reached. */
  ring(): void;
  /** How much time has passed by ringing. */
  rungMs(): number;
  /** How many time limits are still running. */
  limits(): number;
  /** How much time is left until the next one; `Infinity` when there is none. */
  leftMs(): number;
}

/**
 * A clock for real requests, which take real time: pauses pass at once, and a time limit only when a pause outlasts it
 * or when it is rung. `onPause` is awaited before each pause.
 *
 * Sleeps shorter than `shortestLimitMs` are pauses between requests; longer ones limit the time of something.
 */
export function pausesOnly(onPause: () => Promise<void> = async () => undefined, shortestLimitMs = 60_000): PausesOnly {
  const limits = new Set<{ readonly dueMs: number; readonly reach: () => void }>();
  let nowMs = Date.UTC(2026, 10, 20);
  let rungMs = 0;
  const nextLimit = () => [...limits].reduce((first, limit) => (limit.dueMs < first.dueMs ? limit : first), never);
  const reach = (limit: typeof never): void => {
    nowMs = limit.dueMs;
    limits.delete(limit);
    limit.reach();
  };

  const sleepLong = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const limit = { dueMs: nowMs + ms, reach: resolve };
      limits.add(limit);
      const cancel = (): void => {
        limits.delete(limit);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', cancel, { once: true });
    });

  return {
    now: () => nowMs,
    rungMs: () => rungMs,
    limits: () => limits.size,
    leftMs: () => nextLimit().dueMs - nowMs,
    ring() {
      const limit = nextLimit();
      if (limit === never) throw new Error('Nothing limits the time of this request');
      rungMs += limit.dueMs - nowMs;
      reach(limit);
    },
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      if (ms >= shortestLimitMs) return sleepLong(ms, signal);
      await onPause();
      const untilMs = nowMs + ms;
      for (let limit = nextLimit(); limit.dueMs <= untilMs; limit = nextLimit()) {
        reach(limit);
        await new Promise(setImmediate);
        signal?.throwIfAborted();
      }
      nowMs = untilMs;
    },
  };
}

const never = { dueMs: Number.POSITIVE_INFINITY, reach: (): void => undefined };

/** A client whose `fetch` gives these answers in turn, and the last one for ever; time is virtual. */
export function clientAnswering(answers: readonly Answer[], options: XpanderOptions = {}): Scripted {
  const received: Received[] = [];
  const clock = options.clock ?? virtualClock();
  const fetch = async (request: Request): Promise<Response> => {
    const answer = answers[Math.min(received.length, answers.length - 1)];
    received.push(await record(request, clock));
    if (answer instanceof Error) throw answer;
    if (answer === undefined) throw new Error('The script has no answer');
    return typeof answer === 'function' ? answer(request) : answer.clone();
  };
  return { xpander: new Xpander({ apiKey: 'key-1', fetch, clock, ...options }), received, clock };
}

async function record(request: Request, clock: Clock): Promise<Received> {
  const text = await request.clone().text();
  return {
    method: request.method,
    url: request.url,
    path: new URL(request.url).pathname,
    headers: Object.fromEntries(request.headers),
    body: text === '' ? undefined : JSON.parse(text),
    atMs: clock.now(),
  };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}

export function html(status: number, headers: Record<string, string> = {}): Response {
  const page = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';
  return new Response(page, { status, headers: { 'content-type': 'text/html', ...headers } });
}

export function task(status: string | null, more: Record<string, unknown> = {}): Response {
  return json({ id: taskId, agent_id: agentId, status, input: { text: 'hi' }, result: null, ...more });
}

/** What Node's `fetch` throws when the connection could not be made, or broke. */
export function networkError(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(`simulated ${code}`), { code }) });
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is held now, without what nobody holds any more. */
export function heapInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** What was begun in this turn of the event loop goes on, or warns. */
export const nextTurn = (): Promise<void> => new Promise(setImmediate);

/** Virtual time that moves in ticks whenever everyone sleeps: one step for thousands of sleepers. */
export function tickingClock(tickMs = 100, turnsBetween = 5): Clock & { sleeping(): number } {
  const sleepers = new Set<{ readonly dueMs: number; readonly wake: () => void }>();
  let nowMs = 0;
  let isTicking = false;
  const tick = async (): Promise<void> => {
    isTicking = true;
    while (sleepers.size > 0) {
      for (let turn = 0; turn < turnsBetween; turn += 1) await nextTurn();
      let firstMs = Number.POSITIVE_INFINITY;
      for (const { dueMs } of sleepers) firstMs = Math.min(firstMs, dueMs);
      if (firstMs < Number.POSITIVE_INFINITY) nowMs = Math.max(nowMs, Math.ceil(firstMs / tickMs) * tickMs);
      for (const sleeper of sleepers) if (sleeper.dueMs <= nowMs) sleeper.wake();
    }
    isTicking = false;
  };
  return {
    now: () => nowMs,
    sleeping: () => sleepers.size,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const leave = (): void => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', cancel);
        };
        const cancel = (): void => {
          leave();
          reject(signal?.reason);
        };
        const wake = (): void => {
          leave();
          resolve();
        };
        const sleeper = { dueMs: nowMs + ms, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', cancel, { once: true });
        if (!isTicking) void tick();
      }),
  };
}

/** A clock on which no time passes, and how many sleep on it. */
export function stillClock(): Clock & { sleeping(): number } {
  let sleeping = 0;
  return {
    now: () => Date.UTC(2026, 10, 20),
    sleeping: () => sleeping,
    sleep: (_, signal) =>
      new Promise((_, reject) => {
        sleeping += 1;
        const leave = (): void => {
          sleeping -= 1;
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', leave, { once: true });
      }),
  };
}

/** All that comes, until it ends. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Never answers, whatever happens to the signal. */
export function silence(): Promise<Response> {
  return new Promise(() => undefined);
}

/** The error a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It resolved');
}

/** The error a promise rejects with, which has to be of this class. */
export async function rejectionOf<E extends Error>(
  errorClass: abstract new (...args: never[]) => E,
  promise: Promise<unknown>,
): Promise<E> {
  const error = await rejection(promise);
  if (error instanceof errorClass) return error;
  throw new Error(`It rejected with another error: ${String(error)}`, { cause: error });
}
