import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../pages/pages.ts';

/** What users import from a package: a name, and the source behind it. */
export interface EntryPoint {
  /** As users write it, such as `@xpander/sdk/parts`. */
  readonly name: string;
  /** The path from the root of the repository. */
  readonly source: string;
  /** What the package says of itself. */
  readonly description: string;
}

interface Manifest {
  readonly name: string;
  readonly description: string;
  readonly exports?: Readonly<Record<string, unknown>>;
}

/** The sources of the entry points that are not `src/index.ts` or `src/<entry>/index.ts`. */
const otherSources: Readonly<Record<string, string>> = { '@xpander/sdk/parts': 'packages/sdk/src/streaming/parts.ts' };

/** Every entry point of every published package that has types; those of the SDK come first. */
export function listEntryPoints(): EntryPoint[] {
  const isOther = (path: string): number => Number(!path.startsWith('packages/sdk/'));
  return globSync('packages/*/package.json', { cwd: repositoryRoot })
    .sort((a, b) => isOther(a) - isOther(b) || a.localeCompare(b))
    .flatMap((path) => {
      const manifest: Manifest = JSON.parse(readFileSync(join(repositoryRoot, path), 'utf8'));
      const entries = Object.keys(manifest.exports ?? {}).filter((entry) => !entry.endsWith('.json'));
      return entries.map((entry) => toEntryPoint(dirname(path), manifest, entry));
    });
}

function toEntryPoint(folder: string, manifest: Manifest, entry: string): EntryPoint {
  const name = manifest.name + entry.slice(1);
  const source = otherSources[name] ?? `${folder}/${join('src', entry, 'index.ts')}`;
  return { name, source, description: entry === '.' ? manifest.description : `Part of ${manifest.name}` };
}
