import { defineConfig } from 'tsdown';
import { asciiOutput } from '../../tsdown.shared.ts';

export default defineConfig({
  entry: { index: 'src/index.ts', postgres: 'src/postgres/index.ts', redis: 'src/redis/index.ts' },
  format: ['esm', 'cjs'],
  platform: 'node',
  target: 'es2023',
  dts: true,
  sourcemap: true,
  clean: true,
  // The entry points share files, which have plain names: the list of published files changes only when they do.
  hash: false,
  fixedExtension: false,
  plugins: [asciiOutput()],
});
