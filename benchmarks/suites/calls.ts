import { type Child, startChild } from '../measure/child.ts';
import { kib, type RunOptions, ratio, type Section, type Suite, type Table, type Target } from '../measure/report.ts';
import { inRounds, medianRatio, type Scores, spread } from '../measure/rounds.ts';
import { median } from '../measure/statistics.ts';
import { contenders, floor, ours } from '../peers/contenders.ts';
import type { CallQuestion, CallScore } from '../workers/calls.ts';

const verbs = { read: 'Reading a record (`tasks.get`)', start: 'Starting a run (`agents.invokeAsync`)' } as const;
type Verb = keyof typeof verbs;

/** Large enough that no collection runs during a few hundred calls. */
const allocationFlags = ['--expose-gc', '--min-semi-space-size=512', '--max-semi-space-size=512'];

/** The cost of one call, without the network. */
export const calls: Suite = {
  name: 'calls',
  async run(options) {
    const server = startChild('server/api.ts');
    try {
      const origin = await server.ask<string>({});
      const measured = await measureVerbs(origin, options);
      return toSection(measured, options);
    } finally {
      server.stop();
    }
  },
};

interface Measured {
  readonly scores: Scores<CallScore>;
  readonly bytes: ReadonlyMap<string, number>;
}

async function measureVerbs(origin: string, options: RunOptions): Promise<ReadonlyMap<Verb, Measured>> {
  const bytes = await measureAllocation(origin, options);
  const children = new Map(
    contenders.map(({ name, driver }) => [
      name,
      startChild('workers/calls.ts', [driver, `${origin}/${driver}/record`]),
    ]),
  );
  try {
    const measured = new Map<Verb, Measured>();
    for (const verb of Object.keys(verbs) as Verb[]) {
      measured.set(verb, { scores: await measureVerb(children, verb, options), bytes: bytes.get(verb) ?? new Map() });
    }
    return measured;
  } finally {
    for (const child of children.values()) child.stop();
  }
}

async function measureVerb(
  children: ReadonlyMap<string, Child>,
  verb: Verb,
  { isQuick }: RunOptions,
): Promise<Scores<CallScore>> {
  const question: CallQuestion = { verb, inTurn: 200, atOnce: 500, concurrency: 50 };
  await inRounds(children, isQuick ? 1 : 3, question);
  return inRounds<CallScore>(children, roundsOf(isQuick), question);
}

function roundsOf(isQuick: boolean): number {
  return isQuick ? 3 : 13;
}

async function measureAllocation(origin: string, { isQuick }: RunOptions): Promise<Map<Verb, Map<string, number>>> {
  const found = new Map<Verb, Map<string, number>>([
    ['read', new Map()],
    ['start', new Map()],
  ]);
  for (const { name, driver } of contenders) {
    const child = startChild('workers/allocation.ts', [driver, `${origin}/${driver}/record`], allocationFlags);
    for (const [verb, byName] of found) {
      const runs: number[] = [];
      for (let run = 0; run < (isQuick ? 1 : 3); run += 1) {
        runs.push(await child.ask<number>({ verb, warmUp: 1_000, calls: 300 }));
      }
      byName.set(name, median(runs));
    }
    child.stop();
  }
  return found;
}

function toSection(measured: ReadonlyMap<Verb, Measured>, { isQuick }: RunOptions): Section {
  return {
    title: 'Cost of one call',
    method:
      'A loopback server and each client run in processes of their own. Each client gets the same number of bytes, in the ' +
      'shape of its own API. In every round, each client makes 200 calls one after the other and 500 calls with 50 in ' +
      `flight. The numbers are medians over ${roundsOf(isQuick)} rounds, after a warm-up, of the ratios to raw \`fetch\` in ` +
      'the same round. Clients run with their defaults, ours with its time limit and retries. Allocated bytes are the ' +
      'growth of the JavaScript heap without a collection. Smaller is better, except for calls per second.',
    tables: [...measured].map(([verb, scores]) => toTable(verb, scores)),
    targets: [...measured].flatMap(([verb, scores]) => toTargets(verb, scores)),
  };
}

function toTable(verb: Verb, { scores, bytes }: Measured): Table {
  const rows = contenders.map(({ name }) => [
    name === ours ? `**${name}**` : name,
    ...metrics.map(({ pick }) => ratio(medianRatio(scores, name, floor, pick))),
    `${ratio((bytes.get(name) ?? Number.NaN) / (bytes.get(floor) ?? Number.NaN))} (${kib(bytes.get(name) ?? Number.NaN)})`,
  ]);
  const widest = Math.max(
    ...contenders.flatMap(({ name }) => metrics.map(({ pick }) => spread(scores, name, floor, pick))),
  );
  return {
    caption: `${verbs[verb]}. The middle half of the rounds lies within ±${Math.ceil(widest * 100)} % of these ratios or closer.`,
    head: ['', ...metrics.map(({ title }) => title), 'allocated'],
    rows,
  };
}

const metrics: readonly { readonly title: string; readonly pick: (score: CallScore) => number }[] = [
  { title: 'latency', pick: ({ latencyMs }) => latencyMs },
  { title: 'calls/s at 50', pick: ({ callsPerSecond }) => callsPerSecond },
  { title: 'CPU', pick: ({ cpuUsPerCall }) => cpuUsPerCall },
];

function toTargets(verb: Verb, { scores }: Measured): Target[] {
  const latency = ({ latencyMs }: CallScore): number => latencyMs;
  const time = ({ callsPerSecond }: CallScore): number => 1 / callsPerSecond;
  const others = contenders.filter(({ limitsTime, name }) => limitsTime && name !== ours);
  return [
    ...[latency, time].map((pick) => {
      const value = medianRatio(scores, ours, 'openapi-fetch', pick);
      const what = pick === latency ? 'latency' : 'time per call at 50';
      return {
        aim: `${verb}: ${what} within 10 % of openapi-fetch`,
        found: `${ratio(value)} of openapi-fetch's`,
        isMet: value <= 1.1,
      };
    }),
    ...[latency, time].map((pick) => {
      const slower = others.filter(({ name }) => medianRatio(scores, ours, name, pick) > 1).map(({ name }) => name);
      const what = pick === latency ? 'latency' : 'time per call at 50';
      return {
        aim: `${verb}: ${what} ahead of every client with a time limit`,
        found: slower.length === 0 ? 'ahead of all' : `behind ${slower.join(', ')}`,
        isMet: slower.length === 0,
      };
    }),
  ];
}
