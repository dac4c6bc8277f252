/**
 * Runs each fault against each store, and writes CHAOS.md: `node scripts/chaos.ts [store…] [--fault text] [--items 300]`.
 * Rows that are not run again keep their last result.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Fault, faults } from '../tests/chaos/faults.ts';
import { type ChaosRow, isSound, runChaos } from '../tests/chaos/run-chaos.ts';
import { chaosStores } from '../tests/chaos/stores.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { items: { type: 'string', default: '300' }, fault: { type: 'string', default: '' } },
});

/** What did not happen, or why a combination has no row. */
interface Gap {
  readonly fault: string;
  readonly gap: string;
}
/** A row that was measured before claims on both servers shared their code, by a harness that knew less. */
interface OlderRow extends ChaosRow {
  readonly isOlder?: boolean | undefined;
}
type Entry = OlderRow | Gap;

const resultsOf = (store: string): string =>
  fileURLToPath(new URL(`../tests/chaos/results/${store}.json`, import.meta.url));

function readEntries(store: string): Entry[] {
  const path = resultsOf(store);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Entry[]) : [];
}

function keep(store: string, entry: Entry): void {
  const others = readEntries(store).filter(({ fault }) => fault !== entry.fault);
  const order = faults.map(({ name }) => name);
  const all = [...others, entry].sort((one, other) => order.indexOf(one.fault) - order.indexOf(other.fault));
  writeFileSync(resultsOf(store), `${JSON.stringify(all, undefined, 2)}\n`);
}

const columns = [
  'fault',
  'hits',
  'lost',
  'stored twice',
  'wrong',
  'run twice',
  'overlaps in a thread',
  'starts while away',
  'requests an item',
  'peak',
  'lease',
  'longest way',
  'took',
];

function showRow(entry: Entry): string {
  if ('gap' in entry) return `| ${entry.fault} | ${entry.gap} |${' |'.repeat(columns.length - 2)}`;
  const { fault, hits, lost, storedTwice, wrong, ranTwice, twiceInWindow, overlaps, disorders } = entry;
  const { startsWhileAway, requests, items, peak, limit, leaseMs, longestWayMs, tookMs } = entry;
  const cells = [
    entry.isOlder ? `${fault} ¹` : fault,
    hits,
    lost,
    storedTwice,
    wrong,
    ranTwice === 0 || entry.isOlder ? ranTwice : `${ranTwice}, ${twiceInWindow} of them late`,
    overlaps + disorders,
    startsWhileAway ?? '',
    (requests / items).toFixed(2),
    `${peak} of ${limit}`,
    toSeconds(leaseMs),
    Number.isFinite(longestWayMs) ? toSeconds(longestWayMs) : '',
    toSeconds(tookMs),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Shows that a store that should have refused has done so. */
function showErrors(entry: Entry): string[] {
  if ('gap' in entry || entry.startsWhileAway === undefined) return [];
  const texts = entry.storeErrors.map((text) => `\`${text.replace(/\s+/g, ' ')}\``);
  return [`${entry.fault}: the store said ${texts.join(', ')}`, ''];
}

function toSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}

function writePage(): void {
  const tables = chaosStores.flatMap(({ name, processes }) => {
    const entries = readEntries(name);
    if (entries.length === 0) return [];
    return [
      `## ${name}, ${processes === 1 ? 'one process' : `${processes} processes`}`,
      '',
      `| ${columns.join(' | ')} |`,
      `|---${'|---:'.repeat(columns.length - 1)}|`,
      ...entries.map(showRow),
      '',
      ...entries.flatMap(showErrors),
    ];
  });
  const page = `# What faults do to a batch

\`pnpm test:chaos\` wrote these tables: ${values.items} items for each row, 60 of them as turns of six threads, against the emulator over HTTP with a
limit of 100 requests in 3 seconds. Workers use 98 of these, run 30 items at once, and are started again when they die. A hit is a kill,
a freeze, a restart, or a refusal of all requests for 1.5 s. "Run twice" counts what the agent did, not what the client believes.
\`CHAOS_SLOWNESS=2\` makes leases and the times between hits twice as long, for a busy machine.

The way of a start begins when the fence asks the store, and ends when the server has the request. A run that happens twice is called
late if the way of one of its starts was longer than the lease: that is the window that no client can close, and the two rows that begin
with "window" open it on purpose. Where nothing is late, nothing may run twice. "Starts while away" counts the requests that arrived
while the store was full or gone, once it had refused each process and the running items had ended.

A turn of a thread takes one read more, and so does each item that has to be looked for after a crash. Everything else must be 0, and the
peak within the limit; only a store that was emptied has forgotten what was sent before, so that the server may have to refuse a few
requests.

¹ Measured before the claims of both servers shared their code, on a machine with less load. The way begins after the fence there, and
is not known of each run.

Disks and memory that are full: the data of each store is on a disk in memory (tmpfs: files 1 MB, PostgreSQL's tables 96 MB without its
log of changes, Redis with its append-only file 64 MB), on which a ballast leaves no room for a block. Redis' memory is full when
\`maxmemory\` is below what it holds, with \`noeviction\`.

${tables.join('\n')}`;
  writeFileSync(fileURLToPath(new URL('../CHAOS.md', import.meta.url)), page);
}

async function runFault(name: string, fault: Fault): Promise<boolean> {
  const store = chaosStores.find((one) => one.name === name);
  if (store === undefined) throw new Error(`there is no store ${name}`);
  const row = await runChaos(store, fault, Number(values.items));
  keep(name, 'gap' in row ? { fault: fault.name, gap: row.gap } : row);
  console.log(JSON.stringify(row));
  return 'gap' in row || isSound(row, fault);
}

writePage();
let isSoundAll = true;
for (const store of chaosStores.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  const missing = await store.missing();
  if (missing !== undefined) {
    console.error(`NOT RUN: ${store.name}: ${missing}`);
    continue;
  }
  for (const fault of faults.filter(({ name }) => name.includes(values.fault))) {
    const isGood = await runFault(store.name, fault).catch((error) => {
      console.error(`FAILED: ${fault.name} on ${store.name}:`, error);
      return false;
    });
    if (!isGood) console.error(`BROKEN PROMISE: ${fault.name} on ${store.name}`);
    isSoundAll &&= isGood;
    writePage();
  }
}
process.exitCode = isSoundAll ? 0 : 1;
