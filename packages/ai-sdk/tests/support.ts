import { createMockXpander, type MockOptions, type MockXpander } from '@xpander/mock';
import { Xpander } from '@xpander/sdk';
import * as ai6 from 'ai6';
import * as ai7 from 'ai7';
import { createXpander, type XpanderProvider } from '../src/index.ts';

/** The AI SDK prints the warnings of models by default. */
Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

export type AiSdk = typeof ai7;

/** Both versions, with the types of the newer one: `types.test-d.ts` checks the types of each. */
export const versions: readonly (readonly [string, AiSdk])[] = [
  ['ai 6', ai6 as unknown as AiSdk],
  ['ai 7', ai7],
];

export interface Emulated {
  readonly mock: MockXpander;
  readonly client: Xpander;
  readonly xpander: XpanderProvider;
}

/** A provider whose client calls a mock, on one virtual clock. */
export function emulated(options: MockOptions = {}): Emulated {
  const mock = createMockXpander(options);
  const client = new Xpander({ apiKey: 'key-1', fetch: mock.fetch, clock: mock.clock });
  return { mock, client, xpander: createXpander(client) };
}

/** The body of the last request that started a run. */
export function lastBody(mock: MockXpander): Record<string, unknown> {
  return (mock.requestsTo('invokeStream').at(-1)?.body ?? {}) as Record<string, unknown>;
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** What a promise rejects with. */
export async function rejectionOf(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('The promise was expected to reject');
}

/** Waits until something is true, without a time of its own. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

/** A script that uses a tool, thinks and answers. */
export async function* research(): AsyncGenerator<string | { type: string; data: unknown }> {
  yield { type: 'think', data: { title: 'Plan', thought: 'Prices first' } };
  yield {
    type: 'tool_call_request',
    data: { request_id: 'r-1', operation_id: 'search', payload: { query: 'prices' } },
  };
  yield { type: 'tool_call_result', data: { request_id: 'r-1', operation_id: 'search', result: { hits: 3 } } };
  yield 'Two competitors ';
  yield 'raised prices.';
}

/** A provider whose server answers each stream with these events and ends it. Events without an id are of `task-1`. */
export function scripted(events: readonly { type: string; data: unknown }[]): XpanderProvider {
  const lines = events.map((event) => `data: ${JSON.stringify({ task_id: 'task-1', ...event })}\n\n`);
  const fetch = async (): Promise<Response> =>
    new Response(lines.join(''), { headers: { 'content-type': 'text/event-stream' } });
  return createXpander({ apiKey: 'key-1', fetch });
}

/** The events of a run with these pieces and this result. */
export function runOf(
  pieces: readonly string[],
  result: unknown,
  end: Record<string, unknown> = {},
): { type: string; data: unknown }[] {
  return [
    { type: 'task_created', data: { id: 'task-1', status: 'executing' } },
    ...pieces.map((data) => ({ type: 'chunk', data })),
    {
      type: 'task_finished',
      data: { id: 'task-1', status: 'completed', result, finished_at: '2026-01-01T00:00:00Z', ...end },
    },
  ];
}
