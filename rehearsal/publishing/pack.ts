import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listPublished } from '../../scripts/release/packages.ts';
import { findTarballProblems, readReviewedFiles } from '../../scripts/release/tarball-problems.ts';
import { run } from '../command.ts';
import { changeset } from './prepare-clone.ts';

export interface PackedPackage {
  readonly name: string;
  readonly version: string;
  readonly path: string;
  /** As a registry states it: SHA-512 in base64. */
  readonly integrity: string;
}

interface Plan {
  readonly plan: readonly (readonly {
    readonly name: string;
    readonly version: string;
    readonly tarball: { readonly path: string };
  }[])[];
}

/** Packs what the registry does not have, as the release does, into a folder. */
export async function pack(clone: string, folder: string): Promise<PackedPackage[]> {
  await changeset(clone, 'pack', '--out-dir', folder);
  const { plan }: Plan = JSON.parse(await readFile(join(folder, 'publish-plan.json'), 'utf8'));
  return Promise.all(
    plan.flat().map(async ({ name, version, tarball }) => {
      const path = join(folder, tarball.path);
      return { name, version, path, integrity: await integrityOf(path) };
    }),
  );
}

/** Rejects if a tarball is not what was reviewed, or if a package is missing. */
export async function checkPacked(packed: readonly PackedPackage[], folder: string): Promise<void> {
  const expected = listPublished();
  const problems = expected
    .filter(({ manifest }) => !packed.some(({ name }) => name === manifest.name))
    .map(({ manifest }) => `${manifest.name} was not packed`);
  for (const { name, path } of packed) {
    const directory = expected.find(({ manifest }) => manifest.name === name)?.directory;
    if (directory === undefined) problems.push(`${name} was packed, and is not published`);
    else {
      const unpacked = join(folder, directory);
      await mkdir(unpacked, { recursive: true });
      await run(folder, 'tar', ['-xzf', path, '-C', unpacked, '--strip-components=1']);
      const found = findTarballProblems(unpacked, readReviewedFiles(directory));
      problems.push(...found.map((problem) => `${name}: ${problem}`));
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

async function integrityOf(path: string): Promise<string> {
  return `sha512-${createHash('sha512')
    .update(await readFile(path))
    .digest('base64')}`;
}
