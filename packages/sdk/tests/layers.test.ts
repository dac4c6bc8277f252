import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { layers as order } from './layers.ts';

const source = fileURLToPath(new URL('../src', import.meta.url));

const layers = Object.keys(order);

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replaceAll('\\', '/').replace(/\.ts$/, ''))
  .sort();

function layerOf(file: string): string {
  return file.split('/')[0] ?? '';
}

/** What a file imports, types included: files of the source, and packages. */
function importsOf(file: string): { own: string[]; packages: string[] } {
  const text = readFileSync(join(source, `${file}.ts`), 'utf8');
  const targets = [...text.matchAll(/\b(?:from|import\() ?'([^']+)'/g)].map((match) => match[1] ?? '');
  const resolve = (target: string): string =>
    normalize(join(dirname(file), target))
      .replaceAll('\\', '/')
      .replace(/\.ts$/, '');
  return {
    own: targets.filter((target) => target.startsWith('.')).map(resolve),
    packages: targets.filter((target) => !target.startsWith('.')),
  };
}

/** The files on a chain of imports that leads back to its start, if there is one. */
function findCycle(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (finished.has(file)) return [];
    for (const target of imports.get(file) ?? []) {
      const cycle = visit(target, [...path, file]);
      if (cycle.length > 0) return cycle;
    }
    finished.add(file);
    return [];
  };
  for (const file of imports.keys()) {
    const cycle = visit(file, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

describe('the layout', () => {
  it('has a place in the order for every folder and top-level file', () => {
    expect([...new Set(files.map(layerOf))].sort()).toEqual([...layers].sort());
  });

  it.each(files)('lets %s import only from its own folder and from layers below', (file) => {
    const position = layers.indexOf(layerOf(file));
    const upward = importsOf(file).own.filter((target) => layers.indexOf(layerOf(target)) < position);
    expect(upward).toEqual([]);
  });

  it('has no cycle of imports, types included', () => {
    expect(findCycle(new Map(files.map((file) => [file, importsOf(file).own])))).toEqual([]);
  });

  it('keeps contracts free of code: a file named types.ts declares only types', () => {
    const withCode = files
      .filter((file) => file.endsWith('/types'))
      .filter((file) =>
        /^(export )?(const|let|function|class|enum|async)\b/m.test(readFileSync(join(source, `${file}.ts`), 'utf8')),
      );
    expect(withCode).toEqual([]);
  });

  it('holds at most 20 files in a folder', () => {
    const sizes = new Map<string, number>();
    for (const file of files) sizes.set(dirname(file), (sizes.get(dirname(file)) ?? 0) + 1);
    expect([...sizes].filter(([, size]) => size > 20)).toEqual([]);
  });

  it('has two doors to the generated package, and one other dependency', () => {
    const doors = files.flatMap((file) => importsOf(file).packages.map((name) => `${file}: ${name}`));
    expect(doors).toEqual([
      'api/api-client: @xpander/generated',
      'models: @xpander/generated',
      'streaming/event-stream: eventsource-parser',
      'streaming/types: eventsource-parser',
    ]);
  });
});
