import { startChild } from '../measure/child.ts';
import { type RunOptions, ratio, type Section, type Suite, type Table, type Target } from '../measure/report.ts';
import { inRounds, medianRatio, type Scores, spread } from '../measure/rounds.ts';
import { bareParser, ours, streamers } from '../peers/contenders.ts';
import { type LoadName, loads } from '../server/loads.ts';
import type { StreamQuestion, StreamScore } from '../workers/streams.ts';

type AllScores = ReadonlyMap<LoadName, Scores<StreamScore>>;

/** How fast clients deliver events, compared with a bare parser. */
export const streams: Suite = {
  name: 'streams',
  async run(options) {
    const server = startChild('server/api.ts');
    const origin = await server.ask<string>({});
    const children = new Map(
      streamers.map(({ name, driver }) => [name, startChild('workers/streams.ts', [driver, origin])]),
    );
    try {
      const measured = new Map<LoadName, Scores<StreamScore>>();
      for (const load of Object.keys(loads) as LoadName[]) {
        const question: StreamQuestion = { load, streams: load === 'first' ? 40 : 2 };
        await inRounds(children, options.isQuick ? 1 : 3, question);
        measured.set(load, await inRounds<StreamScore>(children, roundsOf(options), question));
      }
      return toSection(measured, options);
    } finally {
      for (const child of [server, ...children.values()]) child.stop();
    }
  },
};

function roundsOf({ isQuick }: RunOptions): number {
  return isQuick ? 3 : 15;
}

function toSection(measured: AllScores, options: RunOptions): Section {
  const { small, large } = loads;
  return {
    title: 'Streams',
    method:
      `Each client reads the same number of bytes from a loopback server, in the shape of its own API: ${small.events} ` +
      `events of ${small.eventBytes} bytes, ${large.events} events of 1 MiB, and one event with the rest held back. The ` +
      'bare parser is `fetch`, `eventsource-parser` and `JSON.parse` in an async generator, without checks, recovery or ' +
      `time limits. The numbers are medians over ${roundsOf(options)} interleaved rounds of the ratios to the bare parser ` +
      'in the same round. Each SDK is read with its leanest interface, an async iteration over raw events.',
    tables: [toTable(measured)],
    targets: toTargets(measured),
  };
}

interface Metric {
  readonly title: string;
  readonly load: LoadName;
  readonly pick: (score: StreamScore) => number;
}

const speed = ({ wholeMs }: StreamScore): number => 1 / wholeMs;
const cpu = ({ cpuUs }: StreamScore): number => cpuUs;
const metrics: readonly Metric[] = [
  { title: 'small: events/s', load: 'small', pick: speed },
  { title: 'CPU', load: 'small', pick: cpu },
  { title: '1 MiB: MB/s', load: 'large', pick: speed },
  { title: 'CPU', load: 'large', pick: cpu },
  { title: 'time to first event', load: 'first', pick: ({ firstEventMs }) => firstEventMs },
];

function scoreOf(measured: AllScores, { load, pick }: Metric, name: string): number {
  return medianRatio(scoresOf(measured, load), name, bareParser, pick);
}

function scoresOf(measured: AllScores, load: LoadName): Scores<StreamScore> {
  return measured.get(load) ?? new Map();
}

function toTable(measured: AllScores): Table {
  const widest = Math.max(
    ...streamers.flatMap(({ name }) =>
      metrics.map(({ load, pick }) => spread(scoresOf(measured, load), name, bareParser, pick)),
    ),
  );
  return {
    caption: `Ratios to the bare parser; the middle half of the rounds lies within ±${Math.ceil(widest * 100)} % of them or closer.`,
    head: ['', ...metrics.map(({ title }) => title)],
    rows: streamers.map(({ name }) => [
      name === ours ? `**${name}**` : name,
      ...metrics.map((metric) => ratio(scoreOf(measured, metric, name))),
    ]),
  };
}

function toTargets(measured: AllScores): Target[] {
  const others = streamers.filter(({ isSdk, name }) => isSdk && name !== ours);
  return metrics
    .filter(({ pick }) => pick === speed)
    .flatMap((metric) => {
      const value = scoreOf(measured, metric, ours);
      const faster = others.filter(({ name }) => scoreOf(measured, metric, name) > value).map(({ name }) => name);
      return [
        {
          aim: `${metric.title}: within 15 % of the bare parser`,
          found: `${ratio(value)} of its speed`,
          isMet: value >= 0.85,
        },
        {
          aim: `${metric.title}: ahead of every SDK`,
          found: faster.length === 0 ? 'ahead of all' : `behind ${faster.join(', ')}`,
          isMet: faster.length === 0,
        },
      ];
    });
}
