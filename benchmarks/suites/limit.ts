import { writeFile } from 'node:fs/promises';
import type { Section, Suite, Table, Target } from '../measure/report.ts';
import { fullPace, type Load, type LoadResult, loads, measureLoad, slowPace } from '../simulation/limited-loads.ts';
import { type MixedResult, measureMix } from '../simulation/limited-mix.ts';
import { type Panel, plot } from '../simulation/plot.ts';

/** Counts what plain calls get out of the API's rate limit. Runs on a virtual clock, and draws `limit.svg`. */
export const limit: Suite = { name: 'limit', run: measure };

async function measure(): Promise<Section> {
  const measured = new Map<Load, LoadResult[]>();
  for (const load of loads) measured.set(load, await measureAll(load));
  const mixed = await measureMix();
  const panels = [slowPace, fullPace].map((load) => toPanel(load, measured.get(load) ?? []));
  await writeFile(new URL('../limit.svg', import.meta.url), plot(panels));
  const tables = [...measured].map(([load, results]) => toTable(load, results));
  return {
    title: 'Within a rate limit',
    method,
    tables: [...tables, toMixedTable(mixed)],
    targets: targetsOf(measured),
  };
}

const method =
  'The emulator stands behind a server that counts the requests of the last 60 s and refuses more than 100, on the ' +
  'virtual clock. `rateLimit` is `{ requests: 100, perMs: 60_000 }` unless said otherwise, for all rows. The other rows ' +
  'are loops with a fixed pause over our transport; without a `rateLimit`, theirs is `"off"`, so that a refusal follows ' +
  '`maxRetries`. A run is lost when it was started and not read within its deadline, or when the last refusal was thrown.';

async function measureAll(load: Load): Promise<LoadResult[]> {
  const results: LoadResult[] = [];
  for (const way of load.ways) {
    process.stderr.write(`  ${load.name}: ${way.name}\n`);
    results.push(await measureLoad(load, way));
  }
  return results;
}

function toTable({ name }: Load, results: readonly LoadResult[]): Table {
  return {
    caption: `${name}:`,
    head: ['', 'completed', 'not started', 'lost', 'requests', 'refused', 'median', 'p95', 'all done after'],
    rows: results.map((result) => [
      result.way,
      ...[result.completed, result.unstarted, result.lost, result.requests, result.refused].map((count) =>
        count.toLocaleString('en'),
      ),
      seconds(quantile(result, 0.5)),
      seconds(quantile(result, 0.95)),
      seconds(result.wallMs),
    ]),
  };
}

function toMixedTable(results: readonly MixedResult[]): Table {
  return {
    caption: 'All at once, by one client:',
    head: ['', 'ended', 'first end after', 'last end after'],
    rows: results.map(({ kind, calls, firstMs, lastMs }) => [kind, `${calls}`, seconds(firstMs), seconds(lastMs)]),
  };
}

function toPanel({ name, runMs, atMs }: Load, results: readonly LoadResult[]): Panel {
  return {
    title: name,
    points: results.map(({ way, requests, latenciesMs }) => ({
      label: way.replaceAll(/[*`"]/g, ''),
      requests: requests / atMs.length,
      lagSeconds: (latenciesMs.reduce((sum, ms) => sum + ms, 0) / latenciesMs.length - runMs) / 1_000,
      isOurs: way.startsWith('**ours**'),
    })),
  };
}

function targetsOf(measured: ReadonlyMap<Load, readonly LoadResult[]>): Target[] {
  const [all, within] = [...measured.values()].map(([ours]) => ours);
  const paced = measured.get(fullPace)?.[0];
  const median = paced === undefined ? Number.NaN : quantile(paced, 0.5);
  return [
    {
      aim: '1,000 runs at once at 100 requests a minute: all completed, at most 2.2 requests each',
      found: `${all?.completed}, ${((all?.requests ?? Number.NaN) / 1_000).toFixed(2)} each`,
      isMet: all?.completed === 1_000 && all.requests <= 2_200,
    },
    {
      aim: 'the same within ten minutes: at least 430 completed, none started and not read',
      found: `${within?.completed}, ${within?.lost} lost`,
      isMet: (within?.completed ?? 0) >= 430 && within?.lost === 0,
    },
    {
      aim: '44 runs of 8 s a minute: all completed, a median of at most 12 s',
      found: `${paced?.completed} of ${fullPace.atMs.length}, ${seconds(median)}`,
      isMet: paced?.completed === fullPace.atMs.length && median <= 12_000,
    },
  ];
}

function quantile({ latenciesMs }: LoadResult, share: number): number {
  return latenciesMs[Math.floor(latenciesMs.length * share)] ?? Number.NaN;
}

function seconds(ms: number): string {
  return Number.isNaN(ms)
    ? '–'
    : `${(ms / 1_000).toLocaleString('en', { maximumFractionDigits: ms < 99_950 ? 1 : 0 })} s`;
}
