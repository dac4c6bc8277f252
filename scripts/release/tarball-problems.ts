import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../repository-root.ts';
import { readManifest } from './packages.ts';

/** Lists the files of an unpacked tarball, in the form of the reviewed lists. */
export function listFiles(unpacked: string): string[] {
  const entries = readdirSync(unpacked, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => join(entry.parentPath, entry.name).slice(unpacked.length + 1)).sort();
}

/** Reads the reviewed list of a package's files. `directory` is such as `packages/sdk`. */
export function readReviewedFiles(directory: string): string[] {
  const path = join(repositoryRoot, 'scripts/release/tarballs', `${directory.replace('packages/', '')}.txt`);
  return readFileSync(path, 'utf8').trim().split('\n');
}

/**
 * Returns what is wrong with an unpacked tarball: files that are missing or were not reviewed, ranges that a registry does
 * not understand, and scripts that would run when it is installed.
 */
export function findTarballProblems(unpacked: string, reviewed: readonly string[]): string[] {
  const files = listFiles(unpacked);
  const manifest = readManifest(join(unpacked, 'package.json'));
  const kinds = ['dependencies', 'optionalDependencies', 'peerDependencies'];
  const ranges = kinds.flatMap((kind) => Object.entries((manifest[kind] ?? {}) as Record<string, string>));
  return [
    ...reviewed.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
    ...files.filter((file) => !reviewed.includes(file)).map((file) => `${file} is not in the reviewed list`),
    ...ranges
      .filter(([, range]) => /^(workspace|catalog|file|link|portal):/.test(range))
      .map(([name, range]) => `the range of ${name} is ${range}, which no registry understands`),
    ...Object.keys(manifest.scripts ?? {})
      .filter((name) => /^((pre|post)?install|prepare)$/.test(name))
      .map((name) => `the script ${name} runs at installation`),
  ];
}
