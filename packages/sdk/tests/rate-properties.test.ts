import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeadlineError, type Task } from '../src/index.ts';
import { createLoad, type Load } from './load-support.ts';
import { drainEventLoop, random } from './many-support.ts';
import { agentId } from './support.ts';

// The seed is fixed, so that a new failure comes from a change. PROPERTY_SEED tries other cases.
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_201) });

/** One call, or one item of a batch: what was asked, when it had to end, and how it ended. */
interface Ending {
  readonly name: string;
  /** Whether the call has started the run itself, within its deadline. A wait is promised no more than its turns. */
  readonly isOwn: boolean;
  readonly deadlineAtMs: number;
  readonly atMs: number;
  readonly task?: Pick<Task, 'result'> | undefined;
  readonly error?: unknown;
}

interface CallPlan {
  readonly kind: 'run' | 'invokeAsync' | 'stream' | 'runMany' | 'waitAll' | 'thread';
  readonly atMs: number;
  readonly runMs: number;
  readonly count: number;
  /** `0` means none. */
  readonly deadlineMs: number;
}

const call = fc.record<CallPlan>({
  kind: fc.constantFrom('run', 'run', 'run', 'invokeAsync', 'stream', 'runMany', 'waitAll', 'thread'),
  atMs: fc.integer({ min: 0, max: 60_000 }),
  runMs: fc.integer({ min: 0, max: 60_000 }),
  count: fc.integer({ min: 1, max: 12 }),
  deadlineMs: fc.oneof(fc.constant(0), fc.integer({ min: 20_000, max: 300_000 })),
});

const load = fc.record({
  calls: fc.array(call, { minLength: 1, maxLength: 25 }),
  requests: fc.integer({ min: 20, max: 120 }),
  travelMs: fc.constantFrom(0, 0, 200, 1_000),
  seed: fc.nat(),
});

/** Makes one call, and tells how each of its runs ended. */
async function make({ xpander, clock }: Load, plan: CallPlan, index: number): Promise<Ending[]> {
  const { kind, atMs, runMs, count, deadlineMs } = plan;
  await clock.sleep(atMs);
  const agent = xpander.agent(agentId);
  const names = Array.from({ length: count }, (_, item) => `c${index}-${item}`);
  const [first = ''] = names;
  const texts = names.map((name, item) => `${name} ${runMs + item * 500}`);
  const [text = ''] = texts;
  const options = { deadlineMs };
  const deadline = (): number => (deadlineMs === 0 ? Number.POSITIVE_INFINITY : clock.now() + deadlineMs);
  const end = async (name: string, go: () => Promise<Task>): Promise<Ending> => {
    const deadlineAtMs = deadline();
    const outcome = await go().then(
      (task) => ({ task }),
      (error: unknown) => ({ error }),
    );
    return { name, isOwn: kind !== 'invokeAsync', deadlineAtMs, atMs: clock.now(), ...outcome };
  };
  if (kind === 'run') return [await end(first, () => agent.run(text, options))];
  if (kind === 'stream') return [await end(first, () => agent.stream(text, options).finalTask())];
  if (kind === 'invokeAsync') {
    const task = await agent.invokeAsync(text);
    return [await end(first, () => xpander.tasks.wait(task, options))];
  }
  const endings: Ending[] = [];
  if (kind === 'thread') {
    const thread = agent.thread();
    for (const [turn, name] of names.slice(0, 3).entries())
      endings.push(await end(name, () => thread.send(texts[turn] ?? '', options)));
    return endings;
  }
  if (kind === 'runMany') {
    // The deadline of an item counts from its start, which nothing reports.
    const deadlineAtMs = Number.POSITIVE_INFINITY;
    for await (const { index: item, task, error } of agent.runMany(texts, options))
      endings.push({ name: names[item] ?? '', isOwn: true, deadlineAtMs, atMs: clock.now(), task, error });
    return endings;
  }
  const tasks = await Promise.all(texts.map((one) => agent.invokeAsync(one)));
  const deadlineAtMs = deadline();
  for await (const { id, task, error } of xpander.tasks.waitAll(tasks, options)) {
    const name = names[tasks.findIndex((one) => one.id === id)] ?? '';
    endings.push({ name, isOwn: false, deadlineAtMs, atMs: clock.now(), task, error });
  }
  return endings;
}

describe('for every load under a fixed limit', () => {
  it('each call ends in time or with the truth, no ended run is left unread, and the server refuses nothing', async () => {
    await fc.assert(
      fc.asyncProperty(load, async ({ calls, requests, travelMs, seed }) => {
        const rateLimit = { requests, perMs: 60_000 };
        const next = random(seed);
        const started = createLoad({ ...rateLimit, travelMs: () => next() * travelMs }, { rateLimit });
        const endings = (await Promise.all(calls.map((plan, index) => make(started, plan, index)))).flat();
        const { endsMs, clock } = started;
        /** At 100 requests a minute, ten seconds. */
        const readingMs = 1_000_000 / requests;
        const ran = new Set([...started.mock.requests].flatMap(({ body }) => nameOf(body) ?? []));
        for (const { name, isOwn, deadlineAtMs, atMs, task, error } of endings) {
          if (task !== undefined) {
            expect(task.result).toBe(`answer to ${name}`);
            continue;
          }
          expect(error).toBeInstanceOf(DeadlineError);
          const { started: hasStarted } = error as DeadlineError;
          if (hasStarted === false) expect(ran).not.toContain(name);
          else if (isOwn && deadlineAtMs < Number.POSITIVE_INFINITY)
            expect((endsMs.get(name) ?? Number.POSITIVE_INFINITY) + readingMs).toBeGreaterThan(deadlineAtMs);
          expect(atMs).toBeLessThanOrEqual(deadlineAtMs);
        }
        expect([started.refused(), started.peak() <= requests]).toEqual([0, true]);
        await clock.sleep(0);
        await drainEventLoop();
      }),
      { numRuns: 60 },
    );
  });
});

/** The name of the run that a request starts. */
function nameOf(body: unknown): string | undefined {
  const { input } = (body ?? {}) as { input?: { text?: string } };
  return input?.text?.split(' ')[0];
}
