import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../src', import.meta.url));

/** What `src` holds, from top to bottom. A file imports only from its own folder and from layers below. */
const layers = [
  'bin.ts',
  'main.ts',
  'program',
  'commands',
  'batch',
  'chat',
  'completion',
  'doctor',
  'runs',
  'client',
  'input',
  'screen',
  'session.ts',
  'interrupts',
  'output',
  'failures',
  'text',
];

const MAX_FILES_IN_A_FOLDER = 20;

/** Paths below `src`, with `/` on every platform. */
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'));
const importsByFile = new Map(files.map((file) => [file, importsOf(file)]));

/** Static, dynamic and type-only imports, and re-exports. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8');
  const imports = text.matchAll(
    /^(?:import|export)\b[^;']*\bfrom\s*'([^']+)'|^import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm,
  );
  return [...imports]
    .map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '')
    .filter((target) => target.startsWith('.') && target.endsWith('.ts'))
    .map((target) => normalize(join(dirname(file), target)).replaceAll('\\', '/'));
}

function layerOf(file: string): string {
  return file.split('/', 1)[0] ?? '';
}

/** The first chain of imports that leads from a file back to itself. */
function findCycle(): string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const target of importsByFile.get(file) ?? []) {
      const cycle = visit(target, [...path, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of files) {
    const cycle = visit(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

describe('the layers of the command line', () => {
  it('name every folder and every top-level file once', () => {
    expect([...layers].sort()).toEqual([...new Set(files.map(layerOf))].sort());
  });

  it.each(layers)('let %s import only from itself and from below', (layer) => {
    const allowed = layers.slice(layers.indexOf(layer));
    const upward = files
      .filter((file) => layerOf(file) === layer)
      .flatMap((file) => (importsByFile.get(file) ?? []).map((target) => ({ file, target })))
      .filter(({ target }) => !allowed.includes(layerOf(target)));
    expect(upward).toEqual([]);
  });

  it('have no import cycle, type-only imports included', () => {
    expect(findCycle()).toBeUndefined();
  });

  it(`hold at most ${MAX_FILES_IN_A_FOLDER} files in a folder`, () => {
    const folders = [...new Set(files.map((file) => dirname(file)))];
    const crowded = folders.filter((folder) => {
      return files.filter((file) => dirname(file) === folder).length > MAX_FILES_IN_A_FOLDER;
    });
    expect(crowded).toEqual([]);
  });

  it.each(files.filter((file) => file.endsWith('types.ts')))('keep %s free of code', (file) => {
    const text = readFileSync(join(source, file), 'utf8');
    const statements = text.match(/^(?:import|export)\b.*$/gm) ?? [];
    expect(statements.filter((line) => !/^(?:import type|export type|export interface)\b/.test(line))).toEqual([]);
  });
});
