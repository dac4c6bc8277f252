import { DeadlineError, type Xpander, type XpanderOptions } from '@xpander/sdk';
import { agentId, createLimitedServer, documentedLimit, type LimitedServer } from './limited-server.ts';

/** How the runs of a load ended. */
export interface LoadResult {
  readonly way: string;
  readonly completed: number;
  /** Given up before they were started. */
  readonly unstarted: number;
  /** Started, and given up before their end was read; or refused. */
  readonly lost: number;
  readonly requests: number;
  readonly refused: number;
  /** From the calls to their ends, of completed runs, sorted. */
  readonly latenciesMs: readonly number[];
  readonly wallMs: number;
}

/** One way to run a request and learn its end. */
interface Way {
  readonly name: string;
  readonly rateLimit: XpanderOptions['rateLimit'];
  run(server: LimitedServer, xpander: Xpander, runMs: number, deadlineMs: number): Promise<unknown>;
}

export interface Load {
  readonly name: string;
  readonly runMs: number;
  /** When each run is called for. */
  readonly atMs: readonly number[];
  readonly deadlineMs: number;
  readonly hasHeaders?: boolean;
  readonly ways: readonly Way[];
}

const minute = 60_000;

const ours = (rateLimit: Way['rateLimit'], via?: 'stream'): Way => ({
  name: `**ours**${via === undefined ? '' : ', `via: "stream"`'}`,
  rateLimit,
  run: (_, xpander, runMs, deadlineMs) =>
    xpander.agents.run(agentId, String(runMs), { deadlineMs, ...(via && { via }) }),
});

/** Polls in a loop with a fixed pause, as the API's documentation does, and gives up at the deadline. */
const fixedLoop = (rateLimit: Way['rateLimit'], pauseMs = 2_000): Way => ({
  name: `every ${pauseMs / 1_000} s`,
  rateLimit,
  async run({ clock }, xpander, runMs, deadlineMs) {
    const endMs = deadlineMs === 0 ? Number.POSITIVE_INFINITY : clock.now() + deadlineMs;
    const { id } = await xpander.agents.invokeAsync(agentId, String(runMs));
    for (;;) {
      const { status } = await xpander.tasks.get(id);
      if (status === 'completed' && clock.now() <= endMs) return;
      if (clock.now() > endMs) throw new Error(`Not read in time: ${id}`);
      await clock.sleep(pauseMs);
    }
  },
});

const atOnce = (count: number): number[] => Array.from({ length: count }, () => 0);
const evenly = (perMinute: number, minutes: number): number[] =>
  Array.from({ length: perMinute * minutes }, (_, index) => (index * minute) / perMinute);

const limited = [ours(documentedLimit), fixedLoop(documentedLimit)];
const unlimited = [ours(undefined), fixedLoop('off')];
const tenMinutes = 10 * minute;

const perMinute = (count: number, ways: readonly Way[]): Load => ({
  name: `${count} runs of 8 s a minute for half an hour`,
  runMs: 8_000,
  atMs: evenly(count, 30),
  deadlineMs: tenMinutes,
  ways,
});

export const slowPace: Load = perMinute(30, [...limited, fixedLoop(documentedLimit, 5_000)]);
export const fullPace: Load = perMinute(44, [...limited, fixedLoop(documentedLimit, 5_000)]);

export const loads: readonly Load[] = [
  { name: '1,000 runs of 5 s at once, no deadline', runMs: 5_000, atMs: atOnce(1_000), deadlineMs: 0, ways: limited },
  { name: 'the same within ten minutes', runMs: 5_000, atMs: atOnce(1_000), deadlineMs: tenMinutes, ways: limited },
  slowPace,
  fullPace,
  perMinute(90, [ours(documentedLimit), ours(documentedLimit, 'stream')]),
  { ...perMinute(30, unlimited), name: '30 runs of 8 s a minute, no `rateLimit`, no limit headers' },
  { ...perMinute(30, unlimited), name: '30 runs of 8 s a minute, no `rateLimit`, limit headers', hasHeaders: true },
];

export async function measureLoad({ runMs, atMs, deadlineMs, hasHeaders }: Load, way: Way): Promise<LoadResult> {
  const server = createLimitedServer(hasHeaders);
  const xpander = server.client(way.rateLimit === undefined ? {} : { rateLimit: way.rateLimit });
  const { clock } = server;
  const startMs = clock.now();
  const latenciesMs: number[] = [];
  const counts = { unstarted: 0, lost: 0 };
  const one = async (offsetMs: number): Promise<void> => {
    await clock.sleep(startMs + offsetMs - clock.now());
    const calledMs = clock.now();
    try {
      await way.run(server, xpander, runMs, deadlineMs);
      latenciesMs.push(clock.now() - calledMs);
    } catch (error) {
      counts[error instanceof DeadlineError && error.started === false ? 'unstarted' : 'lost'] += 1;
    }
  };
  await Promise.all(atMs.map(one));
  latenciesMs.sort((a, b) => a - b);
  const wallMs = clock.now() - startMs;
  return { way: way.name, completed: latenciesMs.length, ...counts, ...server.counts(), latenciesMs, wallMs };
}
