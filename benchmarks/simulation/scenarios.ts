import {
  alone,
  every2s,
  every5s,
  every500ms,
  heldOpen,
  ourStreams,
  ourSummaries,
  ours,
  type Strategy,
} from './strategies.ts';
import { createWorld, logNormal, type World, type WorldOptions } from './world.ts';

/** The requests of a strategy in a scenario, and its lag. */
export interface Result {
  readonly strategy: string;
  readonly requests: number;
  readonly meanLagMs: number;
  readonly p95LagMs: number;
  readonly wallMs: number;
}

export interface Scenario {
  readonly name: string;
  readonly tasks: number;
  readonly world: WorldOptions;
  /** `undefined` for tasks that are running already. */
  readonly concurrency?: number;
  readonly strategies: readonly Strategy[];
}

const seconds = 1_000;
const minutes = 60_000;
const short = logNormal(300, 8 * seconds, 1);
const long = logNormal(1_000, 10 * minutes, 0.7);
const polls = [every2s, every500ms, every5s];

export const runAlone: Scenario = {
  name: '300 runs one after the other, median 8 s',
  tasks: 300,
  world: { durationsMs: short },
  concurrency: 1,
  strategies: [alone('**ours**'), ...polls, heldOpen],
};

export const runTogether: Scenario = {
  name: '300 runs, 20 at a time, no limit',
  tasks: 300,
  world: { durationsMs: short },
  concurrency: 20,
  strategies: [ours, ourSummaries, ourStreams, ...polls, heldOpen],
};

export const runThrottled: Scenario = {
  ...runTogether,
  name: '300 runs, 20 at a time, 100 requests a minute',
  world: { durationsMs: short, perMinute: 100 },
};

export const runBusy: Scenario = {
  ...runThrottled,
  name: 'the same with 600 updates a minute by other clients',
  world: { durationsMs: short, perMinute: 100, foreignPerMinute: 600 },
  strategies: [ours, ourSummaries, every2s],
};

export const waitShort: Scenario = {
  name: '200 tasks under way, median 8 s, 100 requests a minute',
  tasks: 200,
  world: { durationsMs: logNormal(200, 8 * seconds, 1), perMinute: 100 },
  strategies: [ours, ourSummaries, ...polls],
};

export const waitLong: Scenario = {
  name: '1,000 tasks under way, median 10 min, 100 requests a minute',
  tasks: 1_000,
  world: { durationsMs: long, perMinute: 100 },
  strategies: [ours, ourSummaries, ...polls],
};

export const waitUseless: Scenario = {
  ...waitLong,
  name: 'the same with an unsorted list',
  world: { durationsMs: long, perMinute: 100, isListShuffled: true },
  strategies: [ours, every2s],
};

export const scenarios: readonly Scenario[] = [
  runAlone,
  runTogether,
  runThrottled,
  runBusy,
  waitShort,
  waitLong,
  waitUseless,
];

/** Poll schedules for single runs: more requests mean less lag. */
export const schedules: Scenario = {
  ...runAlone,
  strategies: [
    alone('ours'),
    ...[500, 1_000, 2_000, 3_000, 5_000].map((ms) => alone(`every ${ms / 1_000} s`, ms)),
    alone('1 s, ×1.25, ≤ 5 s', geometric(1_000, 1.25, 5_000)),
    alone('1 s, ×1.5, ≤ 10 s', geometric(1_000, 1.5, 10_000)),
  ],
};

/** Returns a pause that grows by a factor each time, as a function of the age. */
function geometric(firstMs: number, factor: number, mostMs: number): (ageMs: number) => number {
  return (ageMs) => Math.min(mostMs, firstMs + ageMs * (factor - 1));
}

export async function measure({ world: options, concurrency }: Scenario, strategy: Strategy): Promise<Result> {
  const world = createWorld(options);
  const lags: number[] = [];
  const startMs = world.clock.now();
  await run(world, strategy, concurrency, (answer) => lags.push(world.lagMs(answer)));
  world.close();
  if (lags.length !== options.durationsMs.length || lags.some(Number.isNaN))
    throw new Error(`${strategy.name} lost some of ${options.durationsMs.length} answers`);
  const sorted = lags.sort((a, b) => a - b);
  return {
    strategy: strategy.name,
    requests: world.requests(),
    meanLagMs: lags.reduce((sum, lag) => sum + lag, 0) / lags.length,
    p95LagMs: sorted[Math.floor(0.95 * lags.length)] ?? Number.NaN,
    wallMs: world.clock.now() - startMs,
  };
}

async function run(
  world: World,
  strategy: Strategy,
  concurrency: number | undefined,
  learned: (answer: string) => void,
): Promise<void> {
  if (concurrency === undefined) await strategy.waitAll?.(world, await world.begin(), learned);
  else await strategy.runMany?.(world, concurrency, learned);
}
