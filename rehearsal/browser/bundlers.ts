import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import webpack from 'webpack';

/** A bundler with the settings that users have for pages and for web workers. */
export interface Bundler {
  readonly name: string;
  /** Bundles a JavaScript file, and returns the code. */
  bundle(entry: string, out: string, target: Target): Promise<string>;
}

export type Target = 'web' | 'webworker';

export const bundlers: readonly Bundler[] = [
  {
    name: 'esbuild',
    async bundle(entry, out) {
      const outfile = join(out, 'bundle.js');
      const options = { bundle: true, minify: true, format: 'iife', platform: 'browser', logLevel: 'silent' } as const;
      await esbuild({ entryPoints: [entry], outfile, ...options });
      return readFile(outfile, 'utf8');
    },
  },
  {
    name: 'Vite',
    async bundle(entry, out) {
      await vite({
        configFile: false,
        root: dirname(entry),
        logLevel: 'silent',
        build: {
          outDir: out,
          lib: { entry, formats: ['iife'], name: 'bundle', fileName: () => 'bundle.js' },
          minify: true,
        },
      });
      return readFile(join(out, 'bundle.js'), 'utf8');
    },
  },
  {
    name: 'webpack',
    async bundle(entry, out, target) {
      const output = { path: out, filename: 'bundle.js' };
      const compiler = webpack({ mode: 'production', target, entry, output, context: dirname(entry) });
      const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) =>
        compiler?.run((error, result) => (error ? reject(error) : resolve(result))),
      );
      if (stats?.hasErrors() || stats?.hasWarnings())
        throw new Error(stats.toString({ all: false, errors: true, warnings: true }));
      return readFile(join(out, 'bundle.js'), 'utf8');
    },
  },
];
