import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL('../', import.meta.url));

export function installedVersion(name: string): string {
  return readManifest(join(root, 'node_modules', name)).version;
}

/** Returns the size of a package on disk with all its dependencies, and the number of packages. */
export function installedSize(name: string): { readonly bytes: number; readonly packages: number } {
  const seen = new Set<string>();
  const visit = (folder: string): void => {
    if (seen.has(folder)) return;
    seen.add(folder);
    for (const dependency of Object.keys(readManifest(folder).dependencies ?? {})) {
      const found = findDependency(folder, dependency);
      if (found !== undefined) visit(found);
    }
  };
  visit(realpathSync(join(root, 'node_modules', name)));
  return { bytes: [...seen].reduce((sum, folder) => sum + folderSize(folder), 0), packages: seen.size };
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Looks for a package as Node does: in each `node_modules` on the way up. */
function findDependency(from: string, name: string): string | undefined {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(candidate)) return realpathSync(candidate);
  }
  return undefined;
}

export function folderSize(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .map((entry) => join(folder, entry.name))
    .reduce((sum, path) => sum + (statSync(path).isDirectory() ? folderSize(path) : statSync(path).size), 0);
}
