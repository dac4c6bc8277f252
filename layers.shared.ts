import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The source of a package as layers: its folders and top-level files, from top to bottom. */
export interface Layers {
  /** Paths below the source, with `/` on every platform. */
  readonly files: readonly string[];
  /** The layers that the files are in. */
  readonly found: readonly string[];
  /** The imports of a layer that lead to a layer above it. */
  upward(layer: string): readonly { readonly file: string; readonly target: string }[];
  /** The first chain of imports that leads from a file back to itself, type-only imports included. */
  findCycle(): readonly string[] | undefined;
  /** The folders with more files than this. */
  crowded(most: number): readonly string[];
  /** The lines of a file that import or export more than types. */
  codeIn(file: string): readonly string[];
}

/** Reads the source of a package for the test that holds its layers. */
export function readLayers(source: URL, layers: readonly string[]): Layers {
  const root = fileURLToPath(source);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts'));
  const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
  const imports = new Map(files.map((file) => [file, importsOf(file, textOf(file))]));
  return {
    files,
    found: [...new Set(files.map(layerOf))],
    upward(layer) {
      const allowed = layers.slice(layers.indexOf(layer));
      return files
        .filter((file) => layerOf(file) === layer)
        .flatMap((file) => (imports.get(file) ?? []).map((target) => ({ file, target })))
        .filter(({ target }) => !allowed.includes(layerOf(target)));
    },
    findCycle: () => findCycle(files, imports),
    crowded: (most) =>
      [...new Set(files.map((file) => dirname(file)))].filter(
        (folder) => files.filter((file) => dirname(file) === folder).length > most,
      ),
    codeIn(file) {
      const statements = textOf(file).match(/^(?:import|export)\b.*$/gm) ?? [];
      return statements.filter((line) => !/^(?:import type|export type|export interface)\b/.test(line));
    },
  };
}

function layerOf(file: string): string {
  return file.split('/', 1)[0] ?? '';
}

/** Static, dynamic and type-only imports, and re-exports. */
function importsOf(file: string, text: string): string[] {
  const imports = text.matchAll(
    /^(?:import|export)\b[^;']*\bfrom\s*'([^']+)'|^import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm,
  );
  return [...imports]
    .map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '')
    .filter((target) => target.startsWith('.') && target.endsWith('.ts'))
    .map((target) => normalize(join(dirname(file), target)).replaceAll('\\', '/'));
}

function findCycle(
  files: readonly string[],
  imports: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const target of imports.get(file) ?? []) {
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
