import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attempt, type Ended, run } from '../command.ts';
import { type Registry, readListing, toNpmrc } from '../registry/registry.ts';
import { type PackedPackage, pack } from './pack.ts';
import { cloneRepository } from './prepare-clone.ts';

// A broken request is to be seen, not repeated after pauses of ten seconds.
const env = { PNPM_CONFIG_FETCH_RETRIES: '0', NPM_CONFIG_FETCH_RETRIES: '0' };

/** Sends the packages of a clone to the registry of the rehearsal. Rejects if they could go anywhere else. */
export async function useRegistry(clone: string, registry: Registry): Promise<void> {
  await writeFile(join(clone, '.npmrc'), toNpmrc(registry));
  await writeFile(join(clone, '.git/info/exclude'), '.npmrc\nnode_modules\n');
  for (const file of ['pnpm', 'npm']) {
    const address = (await run(clone, file, ['config', 'get', '@xpander:registry'])).trim();
    if (address !== registry.gate.url) throw new Error(`${file} would publish to ${address}`);
  }
}

/** Another clone of the same commit, with the same tools. */
export async function cloneTwin(clone: string, twin: string): Promise<void> {
  await cloneRepository(clone, twin);
  await symlink(join(clone, 'node_modules'), join(twin, 'node_modules'));
}

/** Publishes tarballs without a fault. */
export async function publish(clone: string, folder: string): Promise<void> {
  const { exitCode, printed } = await tryToPublish(clone, folder);
  if (exitCode !== 0) throw new Error(`publish ended with ${exitCode}:\n${printed}`);
}

/**
 * Publishes with two faults on the way. The first attempt loses the registry's service after one package. The second has the
 * registry killed in the middle of a request. Each time the release is run again: it packs what the registry does not have.
 * The third attempt publishes that, and nothing else.
 */
export async function publishDespiteFaults(
  clone: string,
  registry: Registry,
  packed: readonly PackedPackage[],
  folder: string,
): Promise<void> {
  const { gate, verdaccio } = registry;
  gate.setFault({ after: 1, onExcess: 'refuse' });
  expectFailure(await tryToPublish(clone, join(folder, '1')));
  if (gate.published.length !== 1) throw new Error(`The first attempt has published ${gate.published.join(', ')}`);
  gate.setFault(undefined);

  await packRest(clone, registry, packed, join(folder, '2'));
  gate.setFault({ after: 0, onExcess: () => void verdaccio.kill() });
  expectFailure(await tryToPublish(clone, join(folder, '2')));
  gate.setFault(undefined);
  await verdaccio.start();

  await packRest(clone, registry, packed, join(folder, '3'));
  await publish(clone, join(folder, '3'));
}

/** Packs again, and rejects unless the tarballs are those that are missing, and the very same ones. */
async function packRest(
  clone: string,
  registry: Registry,
  packed: readonly PackedPackage[],
  folder: string,
): Promise<void> {
  const listings = await Promise.all(packed.map(({ name }) => readListing(registry, name)));
  const missing = packed.filter(({ version }, index) => listings[index]?.versions[version] === undefined);
  const again = await pack(clone, folder);
  const facts = (packages: readonly PackedPackage[]): string =>
    packages
      .map(({ name, version, integrity }) => `${name}@${version} ${integrity}`)
      .sort()
      .join('\n');
  if (facts(again) !== facts(missing)) throw new Error(`Packed again:\n${facts(again)}\nMissing:\n${facts(missing)}`);
}

/** Rejects if a publish of what is published does anything. */
export async function publishNothing(clone: string, { gate }: Registry): Promise<void> {
  const before = gate.published.length;
  const { exitCode, printed } = await attempt(clone, join(clone, 'node_modules/.bin/changeset'), ['publish'], { env });
  if (exitCode !== 0 || !printed.includes('No unpublished projects to publish')) throw new Error(printed);
  if (gate.published.length !== before) throw new Error(`It has published ${gate.published.slice(before).join(', ')}`);
}

/** Rejects unless the registry has exactly the packed tarballs, each published once. */
export async function checkRegistry(registry: Registry, packed: readonly PackedPackage[]): Promise<void> {
  const problems: string[] = [];
  for (const { name, version, integrity } of packed) {
    const { versions } = await readListing(registry, name);
    if (Object.keys(versions).join() !== version) problems.push(`${name} has the versions ${Object.keys(versions)}`);
    if (versions[version]?.dist.integrity !== integrity) problems.push(`${name} is not the packed tarball`);
    const times = registry.gate.published.filter((published) => published === name).length;
    if (times > 1) problems.push(`${name} was published ${times} times`);
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

function tryToPublish(clone: string, folder: string): Promise<Ended> {
  const args = ['publish', '--from-pack-dir', folder];
  return attempt(clone, join(clone, 'node_modules/.bin/changeset'), args, { env });
}

function expectFailure({ exitCode, printed }: Ended): void {
  if (exitCode === 0) throw new Error(`A publish that was broken off reports success:\n${printed}`);
}
