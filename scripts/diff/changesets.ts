import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseYaml } from '@redocly/openapi-core';
import { DocumentError, isObject } from '../spec/document.ts';
import { type Change, highest, isAtLeast, type Level, type PackageName } from './change.ts';

/** The level that a package needs, and the level that its changesets have. */
export interface Requirement {
  readonly name: PackageName;
  readonly needed: Level;
  readonly given: Level | undefined;
  readonly isMet: boolean;
}

/**
 * Reads the level of each package from the changesets in a folder.
 *
 * @param isOld Whether a changeset, given by file name and text, existed before the change. Old ones do not count.
 */
export async function readChangesets(
  folder: string,
  isOld: (fileName: string, text: string) => Promise<boolean>,
): Promise<ReadonlyMap<string, Level>> {
  const given = new Map<string, Level>();
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.md') || name === 'README.md') continue;
    const text = await readFile(join(folder, name), 'utf8');
    if (await isOld(name, text)) continue;
    for (const [packageName, level] of Object.entries(frontMatter(name, text))) {
      given.set(packageName, highest([level, given.get(packageName) ?? 'patch']) ?? level);
    }
  }
  return given;
}

/** The packages whose version begins with `0.`. A folder without a package counts as a later version. */
export async function readInitialPackages(repository: string): Promise<ReadonlySet<string>> {
  const initial = new Set<string>();
  for (const name of ['generated', 'sdk', 'mock']) {
    const text = await readFile(join(repository, 'packages', name, 'package.json'), 'utf8').catch(() => '{}');
    const { version } = JSON.parse(text) as { version?: string };
    if (version?.startsWith('0.')) initial.add(`@xpander/${name}`);
  }
  return initial;
}

/**
 * Compares the level that each affected package needs with its changesets.
 *
 * @param initial The packages before version 1.0. A change that breaks their users needs a minor version only.
 */
export function requirementsOf(
  changes: readonly Change[],
  given: ReadonlyMap<string, Level>,
  initial: ReadonlySet<string>,
): Requirement[] {
  const names = [...new Set(changes.flatMap(({ packages }) => packages))];
  return names.flatMap((name) => {
    const found = highest(changes.filter(({ packages }) => packages.includes(name)).map(({ level }) => level));
    if (found === undefined) return [];
    const needed = found === 'major' && initial.has(name) ? 'minor' : found;
    const level = given.get(name);
    return [{ name, needed, given: level, isMet: isAtLeast(level, needed) }];
  });
}

function frontMatter(name: string, text: string): Record<string, Level> {
  const [, yaml] = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text) ?? [];
  const levels = yaml === undefined ? undefined : parseYaml(yaml);
  if (!isObject(levels)) throw new DocumentError(`.changeset/${name} names no package.`);
  return levels as Record<string, Level>;
}
