import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { Xpander } from '@xpander/sdk';
import { answerWith } from '../measure/child.ts';
import { apiKey } from '../peers/driver.ts';

/** Many waits or streams of one client in one process: `crowd.ts <baseUrl>`, with `--expose-gc`. */
export interface CrowdQuestion {
  readonly kind: 'waits' | 'streams';
  readonly count: number;
  /** The time over which they begin, so that they do not start all at once. */
  readonly spreadMs: number;
}

export interface CrowdScore {
  readonly bytesEach: number;
  readonly cpuMs: number;
  readonly delayMs: { readonly median: number; readonly p99: number; readonly longest: number };
  /** Outcomes that were missing, came twice, or belonged to another task. */
  readonly wrong: number;
}

const [, , baseUrl = ''] = process.argv;
const xpander = new Xpander({ apiKey, baseUrl });
/** Ten thousand waits then send two thousand requests a second, which a server with one core can answer. */
const pollIntervalMs = 5_000;

async function resultOf(kind: CrowdQuestion['kind'], id: string): Promise<unknown> {
  if (kind === 'waits') return (await xpander.tasks.wait(id, { pollIntervalMs })).result;
  const stream = xpander.agents.stream(id, 'hi');
  let text = '';
  for await (const piece of stream.textStream()) text += piece;
  if (text.split(' ').length !== 21) throw new Error(`${id} sent "${text}"`);
  return (await stream.finalTask()).result;
}

/** The interval of the timer whose delay is measured. */
const tickMs = 5;

/** Node measures from one tick to the next, in nanoseconds. */
function late(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e6 - tickMs);
}

async function heapAfterCollection(): Promise<number> {
  globalThis.gc?.();
  await sleep(20);
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

let nextId = 0;

answerWith<CrowdQuestion>(async ({ kind, count, spreadMs }) => {
  const before = await heapAfterCollection();
  const cpu = process.cpuUsage();
  const delay = monitorEventLoopDelay({ resolution: tickMs });
  delay.enable();
  const outcomes = new Map<string, number>();
  let wrong = 0;
  const startedMs = performance.now();
  const running: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const aheadMs = startedMs + (index / count) * spreadMs - performance.now();
    if (aheadMs > 1) await sleep(aheadMs);
    // A machine that falls behind must not start all others at once.
    else await nextTurn();
    const id = `crowd-${nextId}-${process.pid}`;
    nextId += 1;
    running.push(
      resultOf(kind, id).then(
        (result) => {
          outcomes.set(id, (outcomes.get(id) ?? 0) + 1);
          if (result !== `result of ${id}`) wrong += 1;
        },
        () => {
          wrong += 1;
        },
      ),
    );
  }
  delay.disable();
  // All are running now, and none has ended.
  const bytesEach = outcomes.size === 0 ? ((await heapAfterCollection()) - before) / count : Number.NaN;
  delay.enable();
  await Promise.all(running);
  delay.disable();
  const { user, system } = process.cpuUsage(cpu);
  for (const times of outcomes.values()) if (times !== 1) wrong += 1;
  return {
    bytesEach,
    cpuMs: (user + system) / 1000,
    delayMs: { median: late(delay.percentile(50)), p99: late(delay.percentile(99)), longest: late(delay.max) },
    wrong: wrong + count - outcomes.size,
  };
});
