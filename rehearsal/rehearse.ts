/**
 * Releases HEAD to a registry on this machine, and installs it from there.
 * Usage: node rehearsal/rehearse.ts [--all]
 * --all tries every package manager and TypeScript, and writes RESULTS.md.
 * Exit code: 0 if everything works, 1 otherwise.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tryBundles } from './browser/try-bundles.ts';
import { endAll } from './command.ts';
import { createProject } from './consumers/create-project.ts';
import { commonManagers, managers } from './consumers/managers.ts';
import { tryCommands } from './consumers/try-commands.ts';
import { type Cell, isCommon, listCells, tryProject } from './consumers/try-project.ts';
import { createLedger } from './ledger.ts';
import { checkPacked, pack } from './publishing/pack.ts';
import { buildClone, prepareClone } from './publishing/prepare-clone.ts';
import {
  checkRegistry,
  cloneTwin,
  publish,
  publishDespiteFaults,
  publishNothing,
  useRegistry,
} from './publishing/publish.ts';
import { openRegistry, type Registry } from './registry/registry.ts';
import { toMarkdown } from './report.ts';

const { values } = parseArgs({ options: { all: { type: 'boolean', default: false } } });

const startedMs = performance.now();
const ledger = createLedger();
const cells: Cell[] = [];
const folder = await mkdtemp(join(tmpdir(), 'xpander-rehearsal-'));
const registries: Registry[] = [];
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void clear().finally(() => process.exit(1));
  });

try {
  await rehearse();
} catch {
  // The ledger has printed why.
} finally {
  await Promise.all(registries.map(({ close }) => close()));
  await clear();
}

const failed = ledger.outcomes.filter(({ problem }) => problem !== undefined);
const passed = ledger.outcomes.length - failed.length;
const seconds = Math.round((performance.now() - startedMs) / 1_000);
process.stdout.write(`${passed} of ${ledger.outcomes.length} promises are kept (${seconds} s)\n`);
if (failed.length > 0) process.exitCode = 1;
else if (values.all) await writeFile(new URL('RESULTS.md', import.meta.url), toMarkdown(cells, ledger.outcomes));

// In the form of vitest, for scripts/test-summary.ts.
const results = {
  numPassedTests: passed,
  numFailedTests: failed.length,
  numPendingTests: 0,
  success: failed.length === 0,
};
await mkdir(new URL('.results', import.meta.url), { recursive: true });
await writeFile(new URL('.results/rehearsal.json', import.meta.url), JSON.stringify(results));

async function clear(): Promise<void> {
  await endAll();
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

async function rehearse(): Promise<void> {
  const open = async (name: string): Promise<Registry> => {
    const registry = await openRegistry(join(folder, name));
    registries.push(registry);
    return registry;
  };
  const clone = await ledger.require('a clone of HEAD with new versions', () => prepareClone(folder));
  await ledger.require('the build', () => buildClone(clone));
  const [registry, twinRegistry] = await ledger.require('two registries', () =>
    Promise.all([open('registry'), open('twin-registry')]),
  );

  const packed = await ledger.require('the tarballs', async () => {
    await useRegistry(clone, registry);
    return pack(clone, join(folder, '1'));
  });
  await ledger.check('the reviewed files and ranges in each tarball', () =>
    checkPacked(packed, join(folder, 'unpacked')),
  );
  await ledger.require('a publish that fails after one package, and one whose registry is killed, run again', () =>
    publishDespiteFaults(clone, registry, packed, folder),
  );
  await ledger.check('each package published once, as it was packed', () => checkRegistry(registry, packed));
  await ledger.check('a publish again, which does nothing', () => publishNothing(clone, registry));
  await ledger.check('the same tarballs, published to another registry', async () => {
    const twin = join(folder, 'twin');
    await cloneTwin(clone, twin);
    await useRegistry(twin, twinRegistry);
    await publish(twin, join(folder, '1'));
    await checkRegistry(twinRegistry, packed);
  });

  for (const manager of values.all ? managers : commonManagers) {
    const project = await ledger.require(`${manager.name}, install`, () =>
      createProject(join(folder, 'consumers'), manager, registry, packed),
    );
    const own = listCells(manager).filter((cell) => values.all || isCommon(cell));
    cells.push(...own);
    await tryProject(project, own, ledger);
    await ledger.check(`${manager.name}, the command of @xpander/cli`, async () => {
      const version = packed.find(({ name }) => name === '@xpander/cli')?.version;
      const printed = await manager.runCommand(project, 'xpander-agent', '--version');
      if (printed.trim() !== version) throw new Error(`It prints ${printed}`);
    });
    if (manager.name !== 'npm') continue;
    await tryCommands(project, packed, ledger);
    await tryBundles(join(folder, 'bundles'), join(project, 'ESM/out/7.0'), ledger);
  }
}
