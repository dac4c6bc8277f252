import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

/** A bundled program, with its size. */
export interface Bundle {
  readonly minifiedBytes: number;
  readonly gzipBytes: number;
  readonly metafile: Metafile;
}

const benchmarks = dirname(fileURLToPath(new URL('.', import.meta.url)));

/** Optional packages of the peers, which are not installed. */
const optional = ['undici', 'ws', 'zod', 'zod/*', '@langchain/core/*', 'react', 'react-dom', '@aws-sdk/*', '@smithy/*'];

/** Bundles a program given as text, resolved from a folder. */
export async function bundle(program: string, resolveDir: string = benchmarks): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    external: optional,
    logLevel: 'error',
    legalComments: 'none',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('The bundle is empty');
  // The best level that web servers and registries use.
  const gzipBytes = gzipSync(file.contents, { level: 9 }).byteLength;
  return { minifiedBytes: file.contents.byteLength, gzipBytes, metafile };
}

/** Minified bytes by area of the source, largest first. `toArea` sees paths from `benchmarks/`. */
export function bytesByArea({ metafile }: Bundle, toArea: (path: string) => string): ReadonlyMap<string, number> {
  const areas = new Map<string, number>();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const area = toArea(relative(benchmarks, path));
      areas.set(area, (areas.get(area) ?? 0) + bytesInOutput);
    }
  }
  return new Map([...areas].sort(([, a], [, b]) => b - a));
}
