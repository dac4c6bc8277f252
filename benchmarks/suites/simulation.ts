import { writeFile } from 'node:fs/promises';
import type { Section, Suite, Target } from '../measure/report.ts';
import { type Panel, plot } from '../simulation/plot.ts';
import {
  measure,
  type Result,
  runTogether,
  type Scenario,
  scenarios,
  schedules,
  waitLong,
} from '../simulation/scenarios.ts';

/**
 * Counts the requests that a client needs to learn when runs end, and the lag. The SDK talks to the emulator on its
 * virtual clock: hours of waiting take minutes, and the numbers do not depend on the machine.
 */
export const simulation: Suite = { name: 'simulation', run: simulate };

async function simulate(): Promise<Section> {
  const measured = new Map<Scenario, Result[]>();
  for (const scenario of scenarios) measured.set(scenario, await measureAll(scenario));
  const together = measured.get(runTogether) ?? [];
  await writeFile(new URL('../simulation.svg', import.meta.url), plot([await alonePanel(), togetherPanel(together)]));
  const tables = [...measured].map(([{ name }, results]) => ({
    caption: `${name}:`,
    head: ['', 'requests', 'mean lag', 'p95 lag', 'all done after'],
    rows: results.map(({ strategy, requests, meanLagMs, p95LagMs, wallMs }) => [
      strategy,
      requests.toLocaleString('en'),
      seconds(meanLagMs),
      seconds(p95LagMs),
      `${Math.round(wallMs / 1_000).toLocaleString('en')} s`,
    ]),
  }));
  return { title: 'Requests and lag', method, tables, targets: targetsOf(measured) };
}

const method =
  'The client talks to `@xpander/mock` in process, on its virtual clock, without network and latency. Durations are ' +
  'log-normal (σ 1 around 8 s, σ 0.7 around 10 minutes), and the same for every row. The lag of a task is the time from ' +
  'its end until the caller has its result. The other rows are schedules, not packages: the default schedule of each ' +
  'client, read from its source, over our transport. Budget and retries are therefore the same for all. ' +
  '`@fal-ai/client` then fetches the result with one more request, which is not counted. A request that is held open has ' +
  'no lag unless something cuts it, as gateways do.';

async function measureAll(scenario: Scenario): Promise<Result[]> {
  const results: Result[] = [];
  for (const strategy of scenario.strategies) {
    process.stderr.write(`  ${scenario.name}: ${strategy.name}\n`);
    results.push(await measure(scenario, strategy));
  }
  return results;
}

async function alonePanel(): Promise<Panel> {
  const results = await measureAll(schedules);
  return { title: 'One run at a time, median 8 s', points: toPoints(results, schedules.tasks, 'ours') };
}

function togetherPanel(results: readonly Result[]): Panel {
  const polled = results.filter(({ meanLagMs }) => meanLagMs > 10);
  return { title: '300 runs, 20 at a time, median 8 s', points: toPoints(polled, runTogether.tasks, '**ours**') };
}

function toPoints(results: readonly Result[], tasks: number, mark: string): Panel['points'] {
  return results.map(({ strategy, requests, meanLagMs }) => ({
    label: strategy.replaceAll(/[*`"]/g, '').replace(/ \(.*/, ''),
    requests: requests / tasks,
    lagSeconds: meanLagMs / 1_000,
    isOurs: strategy.startsWith(mark),
  }));
}

function targetsOf(measured: ReadonlyMap<Scenario, readonly Result[]>): Target[] {
  const [together, every2s] = [measured.get(runTogether)?.[0], measured.get(runTogether)?.[3]];
  const [waited, slow] = [measured.get(waitLong)?.[0], measured.get(waitLong)?.[2]];
  return [
    {
      aim: '300 runs, 20 at a time: at most 849 requests, against 2,333 of a 2-second loop',
      found: `${together?.requests} against ${every2s?.requests}`,
      isMet: (together?.requests ?? Number.NaN) <= 849,
    },
    {
      aim: '1,000 tasks of ten minutes at 100 a minute: a mean lag of at most 3.8 s, against 289 s',
      found: `${seconds(waited?.meanLagMs)} against ${seconds(slow?.meanLagMs)}`,
      isMet: (waited?.meanLagMs ?? Number.NaN) <= 3_800,
    },
  ];
}

function seconds(ms = Number.NaN): string {
  return `${(ms / 1_000).toFixed(ms < 9_950 ? 1 : 0)} s`;
}
