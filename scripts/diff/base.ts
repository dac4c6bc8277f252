import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundled } from '../spec/bundle.ts';
import { type Document, DocumentError } from '../spec/document.ts';

const run = promisify(execFile);

/** The description that a change is compared with. */
export interface Base {
  /** The name to print: a file, or a commit and how it was found. */
  readonly name: string;
  readonly document: Document;
  /** Returns the text of a file at the base, or undefined if the file or the repository did not exist. */
  textOf(path: string): Promise<string | undefined>;
}

/** Reads the base: a file, a git ref, or by default the commit at which this branch left main. */
export async function readBase(repository: string, given: string | undefined): Promise<Base> {
  if (given !== undefined && existsSync(given)) {
    return { name: given, document: await bundled(given), textOf: async () => undefined };
  }
  const commit = given === undefined ? await branchPoint(repository) : await commitOf(repository, given);
  if (commit === undefined) throw new DocumentError(`${given} is neither a file nor a commit.`);
  return {
    name: `${given ?? 'the branch point from main'} (${commit.slice(0, 10)})`,
    document: await documentAt(repository, commit),
    textOf: (path) => git(repository, ['show', `${commit}:${path}`]),
  };
}

async function branchPoint(repository: string): Promise<string> {
  for (const main of ['origin/main', 'main']) {
    const commit = await git(repository, ['merge-base', 'HEAD', main]);
    if (commit !== undefined) return commit.trim();
  }
  throw new DocumentError('There is no main branch to compare with. Fetch it, or pass a commit or a file.');
}

async function commitOf(repository: string, ref: string): Promise<string | undefined> {
  return (await git(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]))?.trim();
}

/** Extracts all files of the description into a temporary folder and bundles them there. */
async function documentAt(repository: string, commit: string): Promise<Document> {
  const folder = await mkdtemp(join(tmpdir(), 'spec-base-'));
  try {
    const archive = join(folder, 'openapi.tar');
    await run('git', ['archive', `--output=${archive}`, commit, 'openapi'], { cwd: repository });
    await run('tar', ['-xf', archive, '-C', folder]);
    return await bundled(join(folder, 'openapi/xpander.yaml'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function git(repository: string, options: readonly string[]): Promise<string | undefined> {
  try {
    return (await run('git', options, { cwd: repository })).stdout;
  } catch {
    return undefined;
  }
}
