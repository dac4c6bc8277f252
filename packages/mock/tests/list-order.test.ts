import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Clock, createMockXpander, fail, type MockXpander, pause, type Task } from '../src/index.ts';

/** Lists are checked against their plain definition: filter all tasks, sort them by their last change, cut out a page. */

const keys = {
  all: 'org-1',
  some: { organization: 'org-1', agents: ['quick', 'slow'] },
  other: 'org-2',
};
type Key = keyof typeof keys;

const ids = Array.from({ length: 16 }, (_, index) => `t${index}`);
const parentIds = ids.slice(0, 2);
const agentIds = ['quick', 'slow', 'failing', 'asking', 'leading'];

/** A clock that moves in `pass` only, so that all lists of one run show the same state. */
function createManualClock(): Clock & { pass(ms: number): Promise<void> } {
  const sleepers = new Set<{ readonly dueMs: number; readonly wake: () => void }>();
  let nowMs = Date.UTC(2026, 0, 1);
  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { dueMs: nowMs + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      }),
    pass: async (ms) => {
      const untilMs = nowMs + ms;
      for (;;) {
        await new Promise(setImmediate);
        const due = [...sleepers].filter(({ dueMs }) => dueMs <= untilMs);
        const next = due.sort((left, right) => left.dueMs - right.dueMs)[0];
        if (next === undefined) break;
        sleepers.delete(next);
        nowMs = next.dueMs;
        next.wake();
      }
      nowMs = untilMs;
    },
  };
}

function createMock(clock?: Clock): MockXpander {
  return createMockXpander({
    keys,
    clock,
    agents: {
      quick: () => 'done',
      slow: ({ sleep }) => sleep(5_000).then(() => 'done at last'),
      failing: () => fail('no'),
      async *asking() {
        yield pause({ hitl: { title: 'Send it?' } });
        yield 'sent';
      },
      async *leading() {
        yield { type: 'sub_agent_trigger', data: { agent_id: 'slow', query: 'help' } };
        yield 'led';
      },
    },
  });
}

interface Row {
  readonly id: string;
  readonly updated_at: string;
}

interface Page {
  readonly items: readonly Row[];
  readonly total: number;
  readonly page: number;
  readonly per_page: number;
  readonly total_pages: number;
}

type Query = Readonly<Record<string, string | number | undefined>>;

function send(mock: MockXpander, key: Key, method: string, path: string, body?: object): Promise<Response> {
  const headers = { 'x-api-key': key, 'content-type': 'application/json' };
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  return mock.fetch(`http://mock${path}`, init);
}

async function list(mock: MockXpander, key: Key, query: Query, path = '/v1/tasks'): Promise<Page> {
  const set = Object.entries(query).filter(([, value]) => value !== undefined);
  const parameters = new URLSearchParams(set.map(([name, value]) => [name, String(value)]));
  const response = await send(mock, key, 'GET', `${path}?${parameters}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Page;
}

/** What happens to a mock: each step is a request, a control, or time that passes. */
const anId = fc.constantFrom(...ids);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const start = fc.record({
  kind: fc.constant('start' as const),
  key: fc.constantFrom<Key>('all', 'all', 'all', 'some', 'other'),
  id: anId,
  agentId: fc.constantFrom(...agentIds),
  userId: maybe(fc.constantFrom('u0', 'u1')),
  parentId: maybe(fc.constantFrom(...parentIds)),
  triggeringId: maybe(fc.constantFrom('quick', 'slow')),
});
const step = fc.oneof(
  { weight: 20, arbitrary: start },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(1, 2_000, 6_000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('stop' as const, 'delete' as const), id: anId }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('resume' as const, 'reject' as const), id: anId }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('stale' as const, 'missing' as const),
      ms: fc.constantFrom(0, 3_000),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function take(mock: MockXpander, pass: (ms: number) => Promise<void>, step: Step): Promise<void> {
  switch (step.kind) {
    case 'start': {
      const { key, id, agentId, userId, parentId, triggeringId } = step;
      const user = userId === undefined ? undefined : { id: userId, email: `${userId}@example.com` };
      const more = { parent_execution_id: parentId, triggering_agent_id: triggeringId };
      await send(mock, key, 'POST', `/v1/agents/${agentId}/invoke/async`, { id, input: { text: 'hi', user }, ...more });
      return;
    }
    case 'pass':
      return pass(step.ms);
    case 'stop':
      await send(mock, 'all', 'POST', `/v1/tasks/${step.id}/stop`);
      return;
    case 'delete':
      await send(mock, 'all', 'DELETE', `/v1/tasks/${step.id}`);
      return;
    case 'stale':
      return mock.staleReads({ forMs: step.ms });
    case 'missing':
      return mock.notFoundFor({ ms: step.ms });
    default:
      if (mock.tasks.some(({ id, status }) => id === step.id && status === 'paused')) mock.task(step.id)[step.kind]();
  }
}

const filters = fc.record({
  agent_id: fc.constantFrom(...agentIds, 'nobody'),
  user_id: fc.constantFrom('u0', 'u1'),
  parent_task_id: fc.constantFrom(...parentIds),
  triggering_agent_id: fc.constantFrom('quick', 'slow'),
  status: fc.constantFrom('executing', 'paused', 'completed', 'failed', 'stopped'),
  internal_status: fc.constant('x'),
  from_date: fc.constantFrom('lately', 'begun', '2020-01-01'),
  to_date: fc.constantFrom('lately', 'begun', '2999-01-01'),
});
const filterNames = [
  'agent_id',
  'user_id',
  'parent_task_id',
  'triggering_agent_id',
  'status',
  'internal_status',
  'from_date',
  'to_date',
];
/** Few filters at a time: with many, hardly a list would have rows. */
const query = fc
  .record({
    values: filters,
    names: fc.subarray(filterNames, { maxLength: 2 }),
    page: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    per_page: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  })
  .map(
    ({ values, names, ...page }): Query => ({
      ...Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name))),
      ...page,
    }),
  );

/** Every row that a key sees, read in pages. */
async function readRows(mock: MockXpander, key: Key): Promise<Row[]> {
  const rows: Row[] = [];
  for (let page = 1; ; page += 1) {
    const { items, total, total_pages: pages } = await list(mock, key, { per_page: 7, page });
    rows.push(...items);
    if (page >= pages) {
      expect(rows).toHaveLength(total);
      return rows;
    }
  }
}

/** The tasks that a key can read, by their ids. */
async function readTasks(mock: MockXpander, key: Key): Promise<Map<string, Task>> {
  const found = new Map<string, Task>();
  for (const { id } of mock.tasks) {
    const response = await send(mock, key, 'GET', `/v1/tasks/${id}`);
    if (response.status === 200) found.set(id, (await response.json()) as Task);
  }
  return found;
}

function isListed(task: Task, asked: Query): boolean {
  const facts: Query = {
    agent_id: task.agent_id ?? undefined,
    user_id: task.input?.user?.id ?? undefined,
    parent_task_id: task.parent_execution ?? undefined,
    triggering_agent_id: task.triggering_agent_id ?? undefined,
    status: task.status ?? undefined,
    internal_status: task.internal_status ?? undefined,
  };
  const createdAt = Date.parse(task.created_at ?? '');
  return (
    Object.entries(facts).every(([name, value]) => asked[name] === undefined || asked[name] === value) &&
    (asked.from_date === undefined || createdAt >= Date.parse(String(asked.from_date))) &&
    (asked.to_date === undefined || createdAt <= Date.parse(String(asked.to_date)))
  );
}

/** The page as it is defined. */
function pageOf(rows: readonly Row[], tasks: ReadonlyMap<string, Task>, asked: Query): Page {
  const page = Number(asked.page ?? 1);
  const perPage = Number(asked.per_page ?? 20);
  const all = rows
    .filter(({ id }) => isListed(tasks.get(id) as Task, asked))
    .sort((left, right) => (left.updated_at < right.updated_at ? 1 : -1));
  const items = all.slice((page - 1) * perPage, page * perPage);
  return { items, total: all.length, page, per_page: perPage, total_pages: Math.ceil(all.length / perPage) };
}

/** The query with the instants that only the run of a property knows. */
function dated(asked: Query, startedMs: number, nowMs: number): Query {
  const instant = (value: Query[string]): Query[string] => {
    if (value === 'begun') return new Date(startedMs + 1_000).toISOString();
    return value === 'lately' ? new Date(nowMs - 3_000).toISOString() : value;
  };
  return { ...asked, from_date: instant(asked.from_date), to_date: instant(asked.to_date) };
}

describe('a list of tasks', () => {
  it('is what filtering, sorting by the last change and cutting a page of all tasks gives', async () => {
    const key = fc.constantFrom<Key>('all', 'all', 'some', 'other');
    const steps = fc.array(step, { minLength: 10, maxLength: 50 });
    const queries = fc.array(fc.tuple(key, query), { minLength: 20, maxLength: 20 });
    const property = fc.asyncProperty(steps, queries, async (steps, queries) => {
      const clock = createManualClock();
      const mock = createMock(clock);
      const startedMs = clock.now();
      for (const each of steps) await take(mock, clock.pass, each);
      for (const each of Object.keys(keys) as Key[]) {
        const rows = await readRows(mock, each);
        const tasks = await readTasks(mock, each);
        expect(rows.map(({ id }) => id).sort()).toEqual([...tasks.keys()].sort());
        for (const { id, ...row } of rows) {
          const task = tasks.get(id) as Task;
          expect(row).toMatchObject({ status: task.status, agent_id: task.agent_id, created_at: task.created_at });
          if (task.finished_at != null) expect(row.updated_at).toBe(task.finished_at);
        }
        for (const [asker, asked] of queries) {
          if (asker !== each) continue;
          const exact = dated(asked, startedMs, clock.now());
          expect(await list(mock, each, exact)).toEqual(pageOf(rows, tasks, exact));
          if (each !== 'all' || exact.agent_id === undefined || exact.agent_id === 'nobody') continue;
          // The list of one agent has no filters for dates.
          const { agent_id: agentId, from_date: _from, to_date: _to, ...others } = exact;
          const ofAgent = await list(mock, each, others, `/v1/agents/${agentId}/tasks`);
          expect(ofAgent).toEqual(pageOf(rows, tasks, { ...others, agent_id: agentId }));
        }
      }
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it('does not take sixteen times as long with sixteen times as many tasks', { timeout: 120_000 }, async () => {
    const mock = createMock();
    const grow = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) {
        await send(mock, 'all', 'POST', '/v1/agents/quick/invoke/async', { input: { text: 'hi' } });
      }
      await mock.clock.sleep(1_000);
    };
    const costUs = async (query: Query): Promise<number> => {
      const costs: number[] = [];
      for (let index = 0; index < 60; index += 1) {
        const { user, system } = process.cpuUsage();
        await list(mock, 'all', query);
        const after = process.cpuUsage();
        costs.push(after.user + after.system - user - system);
      }
      // The least of many is the work itself: a busy machine and a garbage collection only add to it.
      return Math.min(...costs);
    };
    const queries: Query[] = [{ per_page: 50 }, { agent_id: 'quick', per_page: 50 }, { status: 'completed', page: 2 }];
    await grow(500);
    for (const each of queries) await costUs(each);
    const before: number[] = [];
    for (const each of queries) before.push(await costUs(each));
    await grow(7_500);
    for (const [index, each] of queries.entries()) {
      // A list that looks at every task would take sixteen times the work.
      expect(await costUs(each)).toBeLessThan((before[index] ?? 0) * 8);
    }
  });
});
