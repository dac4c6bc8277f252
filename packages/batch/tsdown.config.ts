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
  // Its CommonJS cannot be bundled, so a user's bundle for Node would not start with it.
  deps: { onlyBundle: ['jsonc-parser'] },
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
});
