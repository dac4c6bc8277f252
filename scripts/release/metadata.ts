import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../repository-root.ts';
import type { Manifest, PublishedPackage } from './packages.ts';

/** What all published packages say about the project. It is written in one place, scripts/release/metadata.json. */
export interface Metadata {
  /** The page of the repository, without `.git` and without a slash at the end. */
  readonly repository: string;
  /** The keywords of a package by its name, after those of `every package`. */
  readonly keywords: Readonly<Record<string, readonly string[]>>;
}

export const metadataPath = 'scripts/release/metadata.json';

export function readMetadata(root: string = repositoryRoot): Metadata {
  return JSON.parse(readFileSync(join(root, metadataPath), 'utf8'));
}

/** Returns the manifest as it should be: with the metadata after the licence, and the changelog among the files. */
export function withMetadata({ directory, manifest }: PublishedPackage, metadata: Metadata): Manifest {
  const { name, version, description, license, repository, homepage, bugs, keywords, files = [], ...rest } = manifest;
  return {
    name,
    version,
    description,
    license,
    repository: { type: 'git', url: `git+${metadata.repository}.git`, directory },
    homepage: `${metadata.repository}/tree/main/${directory}#readme`,
    bugs: { url: `${metadata.repository}/issues` },
    keywords: [...(metadata.keywords['every package'] ?? []), ...(metadata.keywords[name] ?? [])],
    ...placeFiles(rest, [...new Set([...files, 'CHANGELOG.md'])]),
  };
}

/** Puts `files` where our manifests have it, after `engines`. */
function placeFiles(fields: Readonly<Record<string, unknown>>, files: readonly string[]): Record<string, unknown> {
  const entries = Object.entries(fields);
  const position = entries.findIndex(([field]) => field === 'engines') + 1;
  return Object.fromEntries([...entries.slice(0, position), ['files', files], ...entries.slice(position)]);
}
