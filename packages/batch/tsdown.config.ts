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
  fixedExtension: false,
  plugins: [asciiOutput()],
});
