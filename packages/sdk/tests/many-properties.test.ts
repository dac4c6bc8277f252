import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AmbiguousInvocationError, isXpanderError, TaskFailedError, TaskPausedError } from '../src/index.ts';
import { begin, type Distort, type Office, office, quiet } from './many-support.ts';
import { agentId, html, json } from './support.ts';

// The same cases each time, so that a failure is a change's own; PROPERTY_SEED looks elsewhere.
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_122) });

const lists: Record<string, Distort | undefined> = {
  'as it is': undefined,
  shuffled: (page) => ({ ...page, items: [...page.items].sort((a, b) => (a.id < b.id ? -1 : 1)) }),
  'without some rows': (page) => ({ ...page, items: page.items.filter(({ id }) => /[0-7]$/.test(id)) }),
  'twice the same rows': (page) => ({ ...page, items: page.items.flatMap((row) => [row, row]) }),
  'without stamps': (page) => ({ ...page, items: page.items.map(({ updated_at: _, ...row }) => row) }),
  'running for ever': (page) => ({ ...page, items: page.items.map((row) => ({ ...row, status: 'executing' })) }),
  'ended too early': (page) => ({ ...page, items: page.items.map((row) => ({ ...row, status: 'completed' })) }),
  empty: (page) => ({ ...page, items: [] }),
  failing: () => json({ detail: 'Internal error' }, 500),
  'a web page': () => html(200),
};
/** A list that shows ends that are none cannot settle anything. */
const settling = Object.keys(lists).filter((name) => name !== 'ended too early');

const how = fc.constantFrom('', '', '', '', 'fail', 'pause');
const item = fc.record({ ms: fc.integer({ min: 0, max: 90_000 }), how });
const trouble = fc.record({
  reads: fc.nat({ max: 20 }),
  sweeps: fc.nat({ max: 4 }),
  lost: fc.nat({ max: 3 }),
  /** As many as are repeated. */
  unsent: fc.nat({ max: 2 }),
});
const way = fc.constantFrom(
  ...settling.map((list) => ({ list, detail: 'summary' as const })),
  ...Object.keys(lists).map((list) => ({ list, detail: 'task' as const })),
);

function makeTrouble(
  { mock }: Office,
  { reads, sweeps, lost, unsent }: { [K in 'reads' | 'sweeps' | 'lost' | 'unsent']: number },
): void {
  if (reads > 0)
    mock.fail({ operation: 'getTask', status: 503, body: '<html>', contentType: 'text/html', times: reads });
  if (sweeps > 0) mock.drop({ operation: 'listTasks', at: 'mid-body', times: sweeps });
  if (lost > 0) mock.drop({ operation: 'invokeAsync', at: 'after-accept', times: lost });
  if (unsent > 0)
    mock.fail({ operation: 'invokeAsync', status: 429, body: {}, headers: { 'retry-after': '1' }, times: unsent });
}

/** The error that an item is to have, whatever the list and the network did, unless its POST was lost. */
function expectOwn(error: unknown, end: string, wasLost: boolean): void {
  if (error instanceof AmbiguousInvocationError) expect(wasLost).toBe(true);
  else if (end === 'fail') expect(error).toBeInstanceOf(TaskFailedError);
  else if (end === 'pause') expect(error).toBeInstanceOf(TaskPausedError);
  else expect(error).toBeUndefined();
}

describe('for every batch', () => {
  it('each request has one outcome, which is its own, and runs once', async () => {
    const scenario = fc.record({
      items: fc.array(item, { maxLength: 40 }),
      concurrency: fc.integer({ min: 1, max: 15 }),
      via: fc.constantFrom('poll', 'poll', 'stream'),
      way,
      trouble,
      isLimited: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        scenario,
        async ({ items, concurrency, via, way: { list, detail }, trouble: faults, isLimited }) => {
          const distort = lists[list];
          const rateLimit = isLimited ? { requests: 60, perMs: 60_000 } : undefined;
          const all = office({ ...(distort && { distort }), ...(rateLimit && { rateLimit }) });
          makeTrouble(all, faults);
          const texts = items.map(({ ms, how: end }, index) => `r${index} ${ms} ${end}`);
          const options = { concurrency, via, detail: detail as 'task', deadlineMs: 0 } as const;
          const seen: number[] = [];
          for await (const { index, request, taskId, task, error } of all.xpander.agents.runMany(
            agentId,
            texts,
            options,
          )) {
            seen.push(index);
            expect(request).toBe(texts[index]);
            expectOwn(error, items[index]?.how ?? '', faults.lost > 0);
            if (task === undefined) continue;
            expect(task.result).toBe(`answer to r${index}`);
            expect(task.id).toBe(taskId);
            if (detail === 'summary') expect(task).not.toHaveProperty('input');
          }
          expect(seen.sort((a, b) => a - b)).toEqual(items.map((_, index) => index));
          expect(Math.max(1, ...all.runs.values())).toBe(1);
          await quiet();
          expect(all.sleeping()).toBe(0);
        },
      ),
      { numRuns: 120 },
    );
  }, 120_000);

  it('whoever leaves it or aborts it leaves nothing behind', async () => {
    const scenario = fc.record({
      items: fc.array(item, { minLength: 1, maxLength: 30 }),
      concurrency: fc.integer({ min: 1, max: 10 }),
      via: fc.constantFrom('poll', 'stream'),
      list: fc.constantFrom(...Object.keys(lists)),
      atMs: fc.nat({ max: 60_000 }),
      ends: fc.constantFrom('abort', 'return'),
      trouble,
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ items, concurrency, via, list, atMs, ends, trouble: faults }) => {
        const distort = lists[list];
        const all = office(distort && { distort });
        makeTrouble(all, faults);
        const texts = items.map(({ ms, how: end }, index) => `r${index} ${ms} ${end}`);
        const controller = new AbortController();
        const options = { concurrency, via, signal: controller.signal } as const;
        const reader = all.xpander.agents.runMany(agentId, texts, options)[Symbol.asyncIterator]();
        const seen: number[] = [];
        const reason = { why: 'enough' };
        const reading = (async () => {
          for (let next = await reader.next(); !next.done; next = await reader.next()) seen.push(next.value.index);
        })().catch((error: unknown) => expect(error).toBe(reason));
        await all.clock.sleep(atMs);
        if (ends === 'abort') controller.abort(reason);
        else await reader.return?.();
        await reading;
        await quiet();
        expect(all.sleeping()).toBe(0);
        expect(new Set(seen).size).toBe(seen.length);
        const before = all.mock.requests.length;
        await all.clock.sleep(600_000);
        expect(all.mock.requests.length).toBe(before);
        expect(Math.max(0, ...all.runs.values())).toBeLessThanOrEqual(1);
      }),
      { numRuns: 120 },
    );
  }, 120_000);
});

describe('for every set of tasks', () => {
  it('each has one outcome, which is its own', async () => {
    const scenario = fc.record({
      items: fc.array(item, { minLength: 1, maxLength: 25 }),
      twice: fc.boolean(),
      way,
      trouble,
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ items, twice, way: { list, detail }, trouble: { reads, sweeps } }) => {
        const distort = lists[list];
        const all = office(distort && { distort });
        const ids = await begin(
          all,
          items.map(({ ms, how: end }, index) => `r${index} ${ms} ${end}`),
        );
        makeTrouble(all, { reads, sweeps, lost: 0, unsent: 0 });
        const refs = [...ids, ...(twice ? ids.slice(0, 5) : [])];
        const options = { detail: detail as 'task', deadlineMs: 0 };
        const seen: string[] = [];
        for await (const { id, task, error } of all.xpander.tasks.waitAll(refs, options)) {
          seen.push(id);
          const index = ids.indexOf(id);
          // The first look at a bare id is an ordinary read, whose trouble is the caller's.
          if (isXpanderError(error) && error.code === 'server_error') expect(reads).toBeGreaterThan(0);
          else expectOwn(error, items[index]?.how ?? '', false);
          if (task !== undefined) expect([task.id, task.result]).toEqual([id, `answer to r${index}`]);
        }
        expect(seen.sort()).toEqual([...refs].sort());
        await quiet();
        expect(all.sleeping()).toBe(0);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
