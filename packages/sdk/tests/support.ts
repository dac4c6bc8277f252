import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createMockXpander, type MockOptions, type MockXpander } from '@xpander/mock';
import { type Clock, Xpander, type XpanderOptions } from '../src/index.ts';
import { virtualClock } from './clocks.ts';

/** A request that the scripted `fetch` received. */
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

export interface MockedClient {
  readonly xpander: Xpander;
  readonly mock: MockXpander;
}

export const agentId = '5b1d3c7e-8a42-4f0b-9d6e-2c1f7a9b4e30';
export const taskId = '81250b20-e9d7-4b3b-9995-07dc72b4bb59';

/** A client whose `fetch` gives these answers in turn and then repeats the last one. Time is virtual. */
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

/** A client and the mock that it calls, on one virtual clock. */
export function mockedClient(options: MockOptions): MockedClient {
  const mock = createMockXpander(options);
  return { mock, xpander: clientOfMock(mock) };
}

/** One more client of the mock. */
export function clientOfMock({ fetch, clock }: MockXpander): Xpander {
  return new Xpander({ apiKey: 'key-1', fetch, clock });
}

/** The POSTs that the mock received. */
export function postsTo(mock: MockXpander): MockXpander['requests'] {
  return mock.requests.filter(({ method }) => method === 'POST');
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

/** A response whose body is a stream of events. */
export function eventStream(body: BodyInit): Response {
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

/** One event of a stream, as text. */
export function event(type: string, data: unknown, id: string = taskId): string {
  return `data: ${JSON.stringify({ type, task_id: id, data })}\n\n`;
}

/** What Node's `fetch` throws when a connection cannot be made, or breaks. */
export function networkError(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(`simulated ${code}`), { code }) });
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** The heap in use after garbage collection. */
export function heapInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** All items of an iterable. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** A `fetch` that never responds, even after an abort. */
export function noReply(): Promise<Response> {
  return new Promise(() => undefined);
}

/** The error that a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It resolved');
}

/** The error that a promise rejects with, which must be of this class. */
export async function rejectionOf<E extends Error>(
  errorClass: abstract new (...args: never[]) => E,
  promise: Promise<unknown>,
): Promise<E> {
  const error = await rejection(promise);
  if (error instanceof errorClass) return error;
  throw new Error(`It rejected with another error: ${String(error)}`, { cause: error });
}
