import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseYaml } from '@redocly/openapi-core';
import { DocumentError, isObject } from '../spec/document.ts';
import { type Change, highest, isAtLeast, type Level, type PackageName } from './change.ts';

/** What one package needs, and what the changesets give it. */
export interface Requirement {
  readonly name: PackageName;
  readonly needed: Level;
  readonly given: Level | undefined;
  readonly isMet: boolean;
}

/**
 * Reads what the changesets in a folder promise, by package.
 *
 * @param isOld Tells by file name and text which of them were there before the change: those speak of something else.
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

/** What every package that a change touches needs, and whether it is given. */
export function requirementsOf(changes: readonly Change[], given: ReadonlyMap<string, Level>): Requirement[] {
  const names = [...new Set(changes.flatMap(({ packages }) => packages))];
  return names.flatMap((name) => {
    const needed = highest(changes.filter(({ packages }) => packages.includes(name)).map(({ level }) => level));
    if (needed === undefined) return [];
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
