import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../pages/pages.ts';

/** What users import from a package: a name, and the source behind it. */
export interface EntryPoint {
  /** As users write it, such as `@xpander/sdk/parts`. */
  readonly name: string;
  /** The path from the root of the repository. */
  readonly source: string;
}

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, unknown>>;
}

/** The sources of the entry points that are not `src/index.ts` or `src/<entry>/index.ts`. */
const otherSources: Readonly<Record<string, string>> = { '@xpander/sdk/parts': 'packages/sdk/src/streaming/parts.ts' };

/** Every entry point of every published package that has types. */
export function listEntryPoints(): EntryPoint[] {
  return globSync('packages/*/package.json', { cwd: repositoryRoot })
    .sort()
    .flatMap((path) => {
      const { name, exports = {} }: Manifest = JSON.parse(readFileSync(join(repositoryRoot, path), 'utf8'));
      const entries = Object.keys(exports).filter((entry) => !entry.endsWith('.json'));
      return entries.map((entry) => toEntryPoint(dirname(path), name, entry));
    });
}

function toEntryPoint(folder: string, packageName: string, entry: string): EntryPoint {
  const name = packageName + entry.slice(1);
  return { name, source: otherSources[name] ?? `${folder}/${join('src', entry, 'index.ts')}` };
}
