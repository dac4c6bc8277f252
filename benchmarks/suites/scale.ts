import { type Child, startChild } from '../measure/child.ts';
import { kib, type Section, type Suite, type Table, type Target } from '../measure/report.ts';
import { exponent } from '../measure/statistics.ts';
import type { CrowdQuestion, CrowdScore } from '../workers/crowd.ts';

type Kind = CrowdQuestion['kind'];
interface Point {
  readonly count: number;
  readonly score: CrowdScore;
}

/** The numbers of waits and streams to measure. */
const counts: Readonly<Record<Kind, readonly number[]>> = {
  waits: [10, 100, 1_000, 10_000],
  streams: [10, 100, 1_000],
};
/** Enough calls for the code to be compiled before the measurement. */
const warmUp = 50;

/** Waits begin over one poll interval, so that polls are spread evenly. */
const spreadMs: Readonly<Record<Kind, number>> = { waits: 5_000, streams: 2_000 };

/** The cost of thousands of waits and streams in one process, and whether each gets its own outcome once. */
export const scale: Suite = {
  name: 'scale',
  async run({ isQuick }) {
    const server = startChild('server/crowd.ts');
    const points = new Map<Kind, Point[]>();
    try {
      const baseUrl = await server.ask<string>({});
      for (const kind of Object.keys(counts) as Kind[]) {
        const shown = counts[kind].slice(0, isQuick ? 2 : undefined);
        points.set(kind, await measure(kind, shown, baseUrl));
      }
      return toSection(points);
    } finally {
      server.stop();
    }
  },
};

/** Measures each number in its own process, after a small warm-up. */
async function measure(kind: Kind, sizes: readonly number[], baseUrl: string): Promise<Point[]> {
  const points: Point[] = [];
  for (const count of sizes) {
    const child: Child = startChild('workers/crowd.ts', [baseUrl], ['--expose-gc']);
    const ask = (size: number): Promise<CrowdScore> =>
      child.ask<CrowdScore>({ kind, count: size, spreadMs: spreadMs[kind] } satisfies CrowdQuestion);
    await ask(warmUp);
    points.push({ count, score: await ask(count) });
    child.stop();
  }
  return points;
}

function toSection(points: ReadonlyMap<Kind, readonly Point[]>): Section {
  return {
    title: 'Scale',
    method:
      'One client in one process talks to a loopback server in another. Waits start over 5 s and poll every 5 s; their ' +
      'tasks end 8 to 11 s after the first poll. Streams receive an event every 200 ms for 4 s. Each outcome must come once ' +
      'and belong to its task. Memory is the growth of the JavaScript heap while all are running, after a collection. ' +
      'Event-loop delay is the lateness of a 5 ms timer. The exponent k fits cost ∝ countᵏ over all counts: 1 means that ' +
      'the cost of each does not depend on their number.',
    tables: [...points].map(([kind, measured]) => toTable(kind, measured)),
    targets: [...points].flatMap(([kind, measured]) => toTargets(kind, measured)),
  };
}

function toTable(kind: Kind, points: readonly Point[]): Table {
  const rows = points.map(({ count, score }) => [
    count.toLocaleString('en'),
    Number.isFinite(score.bytesEach) ? kib(score.bytesEach) : '–',
    `${(score.cpuMs / count).toFixed(2)} ms`,
    `${score.delayMs.median.toFixed(1)} ms`,
    `${score.delayMs.p99.toFixed(1)} ms`,
    `${score.delayMs.longest.toFixed(0)} ms`,
    `${score.wrong}`,
  ]);
  const exponents = [
    '**exponent k**',
    ...[memoryOf, cpuOf].map((pick) => grow(points, pick).toFixed(2)),
    '',
    '',
    '',
    '',
  ];
  return {
    caption: `Concurrent ${kind}.`,
    head: [kind, 'memory each', 'CPU each', 'delay: median', 'p99', 'longest', 'lost, doubled, wrong'],
    rows: [...rows, exponents],
  };
}

const memoryOf = ({ count, score }: Point): number => score.bytesEach * count;
const cpuOf = ({ score }: Point): number => score.cpuMs;

/** Fits the exponent to the points that could be measured. */
function grow(points: readonly Point[], pick: (point: Point) => number): number {
  const pairs = points.map((point) => ({ x: point.count, y: pick(point) }));
  return exponent(pairs.filter(({ y }) => y > 0));
}

function toTargets(kind: Kind, points: readonly Point[]): Target[] {
  const wrong = points.reduce((sum, { score }) => sum + score.wrong, 0);
  const most = points.at(-1)?.count ?? 0;
  const worst = Math.max(grow(points, memoryOf), grow(points, cpuOf));
  return [
    {
      aim: `${most.toLocaleString('en')} ${kind}: no outcome lost, doubled or mixed up`,
      found: `${wrong} wrong`,
      isMet: wrong === 0,
    },
    {
      aim: `${kind}: memory and CPU grow with their number (exponent ≤ 1.15)`,
      found: `exponent ${worst.toFixed(2)} at most`,
      isMet: worst <= 1.15,
    },
  ];
}
