import { createMockXpander, fail, type MockOptions, pause, type ScriptTurn } from '@xpander/mock';
import { type Clock, type TaskSummary, Xpander, type XpanderOptions } from '../src/index.ts';
import { agentId } from './support.ts';

/** A page of the list as the mock answers it. */
export interface ListPage {
  items: TaskSummary[];
  total?: number;
  page: number;
  per_page?: number;
  total_pages?: number;
}

/** Answers in place of the list, or changes what it says. */
export type Distort = (page: ListPage, request: Request) => ListPage | Response;

export interface Office {
  readonly xpander: Xpander;
  readonly mock: ReturnType<typeof createMockXpander>;
  readonly clock: Clock;
  /** How many sleeps are under way: timers that would hold a process. */
  sleeping(): number;
  /** How many requests of each kind were sent. */
  counts(): { posts: number; reads: number; sweeps: number; stops: number };
  /** When the runs ended, by the name of their request. */
  readonly ends: Map<string, number>;
  /** How many runs were started, by the name of their request. */
  readonly runs: Map<string, number>;
}

export interface OfficeOptions extends Omit<XpanderOptions, 'fetch' | 'clock'> {
  readonly distort?: Distort;
  readonly mock?: MockOptions;
  /** Sees each request before it is answered. */
  readonly onRequest?: (request: Request) => void;
}

/**
 * The mock with an agent that does as its request says: `"name 5000"` runs for 5 s, and ends as told by a third word:
 * `fail`, or `pause`, which waits for a person. Every request passes a fetch that can distort the list of tasks.
 */
export function office({ distort, mock: mockOptions, onRequest, ...options }: OfficeOptions = {}): Office {
  const ends = new Map<string, number>();
  const runs = new Map<string, number>();
  let sleeping = 0;
  const script = async function* ({ text, sleep }: ScriptTurn) {
    const [name = '', ms, how] = text.split(' ');
    runs.set(name, (runs.get(name) ?? 0) + 1);
    await sleep(Number(ms));
    if (how === 'pause') yield pause({ hitl: { wait_node_id: name } });
    ends.set(name, mock.clock.now());
    if (how === 'fail') throw fail(`${name} failed`);
    yield `answer to ${name}`;
  };
  const mock = createMockXpander({ agents: { [agentId]: script, other: script }, ...mockOptions });
  const clock: Clock = {
    now: () => mock.clock.now(),
    sleep: async (ms, signal) => {
      sleeping += 1;
      try {
        await mock.clock.sleep(ms, signal);
      } finally {
        sleeping -= 1;
      }
    },
  };
  const fetch = async (request: Request): Promise<Response> => {
    onRequest?.(request);
    const response = await mock.fetch(request);
    if (distort === undefined || !response.ok || new URL(request.url).pathname !== '/v1/tasks') return response;
    const page = distort(await response.json(), request);
    return page instanceof Response ? page : Response.json(page);
  };
  const count = (isCounted: (method: string, path: string) => boolean): number =>
    mock.requests.filter(({ method, path }) => isCounted(method, path)).length;
  return {
    xpander: new Xpander({ apiKey: 'key-1', fetch, clock, ...options }),
    mock,
    clock,
    sleeping: () => sleeping,
    counts: () => ({
      posts: count((method, path) => method === 'POST' && path.includes('/invoke')),
      reads: count((method, path) => method === 'GET' && path.startsWith('/v1/tasks/')),
      sweeps: count((method, path) => method === 'GET' && path === '/v1/tasks'),
      stops: count((_, path) => path.endsWith('/stop')),
    }),
    ends,
    runs,
  };
}

/** Requests named r0, r1, …, one for each duration. */
export function requests(...durationsMs: readonly number[]): string[] {
  return durationsMs.map((ms, index) => `r${index} ${ms}`);
}

/** Starts tasks with another client, whose requests are then forgotten, and returns their ids. */
export async function begin({ mock }: Office, texts: readonly string[], agent: string = agentId): Promise<string[]> {
  const starter = new Xpander({ apiKey: 'key-1', fetch: mock.fetch, clock: mock.clock });
  const ids: string[] = [];
  for (const text of texts) ids.push((await starter.agents.invokeAsync(agent, text)).id);
  return ids;
}

/** Everything that an iterable gives. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Lets everything happen that needs no time. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
}

/** Numbers between 0 and 1, the same for the same seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
