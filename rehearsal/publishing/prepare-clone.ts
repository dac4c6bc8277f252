import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { metadataPath, readMetadata } from '../../scripts/release/metadata.ts';
import { findObstacles } from '../../scripts/release/readiness.ts';
import { repositoryRoot } from '../../scripts/repository-root.ts';
import { run } from '../command.ts';

const address = 'https://github.com/rehearsal/xpander-typescript';

/**
 * Clones HEAD, installs it, sets the versions and commits them, as the pull request of a release does. What is not
 * committed does not take part.
 *
 * While the address of the repository is a placeholder, the clone gets one of its own: by the same file and command with
 * which the owner will set the real one. The check that refuses the placeholder then has to pass.
 */
export async function prepareClone(folder: string): Promise<string> {
  const clone = join(folder, 'repository');
  await cloneRepository(repositoryRoot, clone);
  await run(clone, 'pnpm', ['install', '--frozen-lockfile', '--prefer-offline']);
  const metadata = readMetadata(clone);
  if (findObstacles(metadata).length > 0) {
    await writeFile(join(clone, metadataPath), JSON.stringify({ ...metadata, repository: address }, undefined, 2));
    await run(clone, process.execPath, ['scripts/package-metadata.ts']);
  }
  await run(clone, process.execPath, ['scripts/release-check.ts']);
  await changeset(clone, 'version');
  await run(clone, 'git', ['add', '--all']);
  await run(clone, 'git', ['commit', '--quiet', '--allow-empty', '--no-verify', '--message', 'Versions']);
  return clone;
}

/** Clones into a folder, with a name for commits and tags. */
export async function cloneRepository(from: string, clone: string): Promise<void> {
  await run(from, 'git', ['clone', '--quiet', from, clone]);
  const settings = { 'user.name': 'Rehearsal', 'user.email': 'rehearsal@localhost', 'commit.gpgsign': 'false' };
  for (const [name, value] of Object.entries(settings)) await run(clone, 'git', ['config', name, value]);
}

/** Builds the packages, which may change no committed file. */
export async function buildClone(clone: string): Promise<void> {
  await run(clone, 'pnpm', ['--silent', 'tasks', 'build', '--filter=./packages/*', '--output-logs=errors-only']);
  const changes = await run(clone, 'git', ['status', '--porcelain']);
  if (changes !== '') throw new Error(`The build has changed committed files:\n${changes}`);
}

/** Runs a command of changesets. */
export function changeset(clone: string, ...args: readonly string[]): Promise<string> {
  return run(clone, join(clone, 'node_modules/.bin/changeset'), args);
}
