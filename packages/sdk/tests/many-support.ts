import { createMockXpander, fail, type MockOptions, pause, type ScriptTurn } from '@xpander/mock';
import { type Clock, type TaskSummary, Xpander, type XpanderOptions } from '../src/index.ts';
import { nextTurn } from './clocks.ts';
import { agentId, clientOfMock } from './support.ts';

/** A page of the list as the mock answers it. */
export interface ListPage {
  items: TaskSummary[];
  total?: number;
  page: number;
  per_page?: number;
  total_pages?: number;
}

/** Changes a page of the list, or replaces its response. */
export type Distort = (page: ListPage, request: Request) => ListPage | Response;

export interface Harness {
  readonly xpander: Xpander;
  readonly mock: ReturnType<typeof createMockXpander>;
  readonly clock: Clock;
  /** How many timers are pending; each would keep a process alive. */
  sleeping(): number;
  /** How many requests of each kind were sent. */
  counts(): { posts: number; reads: number; listReads: number; stops: number };
  /** When each run ended, by the name of its request. */
  readonly ends: Map<string, number>;
  /** How many runs each request started, by its name. */
  readonly runs: Map<string, number>;
}

export interface HarnessOptions extends Omit<XpanderOptions, 'fetch' | 'clock'> {
  readonly distort?: Distort;
  readonly mock?: MockOptions;
  /** Is called with each request before its response. */
  readonly onRequest?: (request: Request) => void;
}

/**
 * A client and a mock whose agent follows its request: `"name 5000"` runs for 5 s. With a third word `fail` the run then
 * fails, with `pause` it pauses. `distort` can change the pages of the task list.
 */
export function createHarness({ distort, mock: mockOptions, onRequest, ...options }: HarnessOptions = {}): Harness {
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
      listReads: count((method, path) => method === 'GET' && path === '/v1/tasks'),
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

/** Starts tasks with another client and returns their ids. */
export async function startTasks(
  { mock }: Harness,
  texts: readonly string[],
  agent: string = agentId,
): Promise<string[]> {
  const starter = clientOfMock(mock);
  const ids: string[] = [];
  for (const text of texts) ids.push((await starter.agents.invokeAsync(agent, text)).id);
  return ids;
}

/** Lets everything happen that needs no (virtual) time. */
export async function drainEventLoop(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await nextTurn();
}

/** The outcomes in the order of their items. */
export function byIndex<T extends { readonly index: number }>(outcomes: readonly T[]): T[] {
  return [...outcomes].sort((a, b) => a.index - b.index);
}

/** Pseudorandom numbers between 0 and 1, the same for the same seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
