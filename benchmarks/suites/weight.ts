import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Bundle, bundle, bytesByArea } from '../measure/bundle.ts';
import { type Child, startChild } from '../measure/child.ts';
import { type ImportCost, measureImports } from '../measure/imports.ts';
import { folderSize, installedSize } from '../measure/installed.ts';
import { kib, type RunOptions, ratio, type Section, type Suite, type Table, type Target } from '../measure/report.ts';
import { inRounds, medianRatio } from '../measure/rounds.ts';
import { median } from '../measure/statistics.ts';
import { type Contender, contenders, ours, streamers } from '../peers/contenders.ts';
import { programs, verbs } from '../peers/programs.ts';

const execute = promisify(execFile);

/** All contenders that are packages: `fetch` comes with Node. */
const packaged = [...contenders, ...streamers.filter(({ isSdk }) => !isSdk)].filter(
  (contender): contender is Contender & { package: string } => contender.package !== undefined,
);

/** Bytes and milliseconds before the first call. */
export const weight: Suite = {
  name: 'weight',
  async run(options) {
    const bundles = new Map<string, { whole: Bundle; verb: Bundle }>();
    for (const { name, package: id } of packaged) {
      const whole = await bundle(`export * from '${id}'; export { default } from '${id}';`).catch(() =>
        bundle(`export * from '${id}';`),
      );
      bundles.set(name, { whole, verb: await bundle(programs[name] ?? `import '${id}';`) });
    }
    const imports = await measureImports(
      packaged.map(({ package: id }) => id),
      options.isQuick ? 3 : 25,
    );
    return toSection(bundles, imports, await measureConstructors(options), await verbBundles(), await ownBytes());
  },
};

async function verbBundles(): Promise<ReadonlyMap<string, Bundle>> {
  const found = new Map<string, Bundle>();
  for (const [verb, program] of verbs) found.set(verb, await bundle(program));
  return found;
}

/** Returns our bytes by area of the source. The source is bundled, because the package is one file. */
async function ownBytes(): Promise<ReadonlyMap<string, number>> {
  const sdk = fileURLToPath(new URL('../../packages/sdk/', import.meta.url));
  return bytesByArea(await bundle(`export * from './src/index.ts';`, sdk), (path) => {
    const [, inSource] = /packages\/sdk\/src\/(.+)/.exec(path) ?? [];
    if (inSource !== undefined) return inSource.includes('/') ? `src/${inSource.split('/')[0]}/` : `src/*.ts`;
    const [, dependency] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
    return dependency ?? 'generated client';
  });
}

async function measureConstructors({ isQuick }: RunOptions): Promise<ReadonlyMap<string, number>> {
  const makers = contenders.filter(({ package: id }) => id !== undefined);
  const children = new Map<string, Child>(
    makers.map(({ name, driver }) => [name, startChild('workers/construct.ts', [driver])]),
  );
  try {
    await inRounds(children, 2, { clients: 500 });
    const scores = await inRounds<number>(children, isQuick ? 3 : 15, { clients: 500 });
    return new Map(makers.map(({ name }) => [name, medianRatio(scores, name, ours, (milliseconds) => milliseconds)]));
  } finally {
    for (const child of children.values()) child.stop();
  }
}

/** Returns the size of our unpacked tarball. The folder of the workspace holds more than users get. */
async function ownInstalledBytes(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'xpander-packed-'));
  try {
    const sdk = fileURLToPath(new URL('../../packages/sdk/', import.meta.url));
    await execute('pnpm', ['pack', '--pack-destination', folder], { cwd: sdk });
    const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '';
    await execute('tar', ['-xzf', join(folder, tarball), '-C', folder]);
    return folderSize(join(folder, 'package'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function toSection(
  bundles: ReadonlyMap<string, { whole: Bundle; verb: Bundle }>,
  imports: Awaited<ReturnType<typeof measureImports>>,
  constructors: ReadonlyMap<string, number>,
  byVerb: ReadonlyMap<string, Bundle>,
  areas: ReadonlyMap<string, number>,
): Promise<Section> {
  const own = bundles.get(ours)?.whole.gzipBytes ?? Number.NaN;
  const ownInstalled = await ownInstalledBytes();
  const rows = packaged.map(({ name, package: id }) => {
    const { whole, verb } = bundles.get(name) ?? {};
    const installed = name === ours ? { bytes: ownInstalled, packages: 1 } : installedSize(id);
    const making = constructors.get(name);
    const wholeBytes = whole?.gzipBytes ?? Number.NaN;
    return [
      name === ours ? `**${name}**` : name,
      `${kib(wholeBytes)} (${ratio(wholeBytes / own)})`,
      kib(verb?.gzipBytes ?? Number.NaN),
      `+${((imports.get(id)?.overEmpty ?? Number.NaN) * 100).toFixed(0)} %`,
      making === undefined ? '–' : ratio(making),
      `${kib(installed.bytes)} in ${installed.packages}`,
    ];
  });
  return {
    title: 'Weight',
    method:
      'Bundles are made by esbuild for Node, minified, with gzip level 9 and without source maps: the main entry with all ' +
      'its exports, and a program that makes one call. Optional packages that are not installed are left out. Cold import ' +
      'compares a process that imports the installed package with one that runs an empty script, interleaved: it is the ' +
      'median difference as a share of the empty script. `new Client()` is a ratio to ours. Installed is the unpacked size ' +
      'with all dependencies, and the number of packages.',
    tables: [
      {
        caption: 'Before the first call.',
        head: ['', 'main entry', 'one verb', 'cold import', 'new Client()', 'installed'],
        rows,
      },
      verbTable(byVerb),
      areaTable(areas),
    ],
    targets: toTargets(bundles, imports),
  };
}

function verbTable(byVerb: ReadonlyMap<string, Bundle>): Table {
  return {
    caption:
      'The size of a program with one of our calls. A bundler cannot drop methods of the client. It can drop what is ' +
      'imported separately.',
    head: ['program', 'minified', 'min + gzip'],
    rows: [...byVerb].map(([verb, { minifiedBytes, gzipBytes }]) => [verb, kib(minifiedBytes), kib(gzipBytes)]),
  };
}

function areaTable(areas: ReadonlyMap<string, number>): Table {
  const total = [...areas.values()].reduce((sum, bytes) => sum + bytes, 0);
  return {
    caption: 'Our minified bytes by area of the source.',
    head: ['area', 'minified', 'share'],
    rows: [...areas].map(([area, bytes]) => [area, kib(bytes), `${((bytes / total) * 100).toFixed(0)} %`]),
  };
}

/** Sizes that were reached. They are lowered when the package shrinks, and never raised. */
const ratchets = { mainEntryKib: 50, oneVerbOfOpenai: 0.6 };

function toTargets(
  bundles: ReadonlyMap<string, { whole: Bundle; verb: Bundle }>,
  imports: ReadonlyMap<string, ImportCost>,
): Target[] {
  const ownBytes = bundles.get(ours)?.whole.gzipBytes ?? Number.NaN;
  const ofOpenai = verbBytes(bundles, ours) / verbBytes(bundles, 'openai');
  const peers = packaged.filter(({ isSdk, name }) => isSdk && name !== ours);
  const importMs = (id: string): number => imports.get(id)?.milliseconds ?? Number.NaN;
  const ofPeers = importMs(ours) / median(peers.map(({ package: id }) => importMs(id)));
  return [
    {
      aim: `a program with \`agent.run\` alone ≤ ${ratchets.oneVerbOfOpenai} of one with a call of openai`,
      found: `${ratio(ofOpenai)} of it`,
      isMet: ofOpenai <= ratchets.oneVerbOfOpenai,
    },
    {
      aim: `main entry ≤ ${ratchets.mainEntryKib} KiB gzip, where it stands`,
      found: kib(ownBytes),
      isMet: ownBytes <= ratchets.mainEntryKib * 1024,
    },
    {
      aim: 'cold import at most as long as the median of the SDKs beside it',
      found: `${ratio(ofPeers)} of it`,
      isMet: ofPeers <= 1,
    },
  ];
}

function verbBytes(bundles: ReadonlyMap<string, { verb: Bundle }>, name: string): number {
  return bundles.get(name)?.verb.gzipBytes ?? Number.NaN;
}
