import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2023',
  dts: true,
  sourcemap: true,
  clean: true,
  copy: { from: 'src/openapi.gen.json', rename: 'openapi.json' },
  plugins: [
    {
      // In a package of type "module" the bundler follows Node's rule that a CommonJS module's default import is its
      // whole `exports`. openapi-fetch's CommonJS build has its function at `exports.default`, so that call would throw.
      name: 'unwrap-default-of-openapi-fetch',
      renderChunk: (code) => ({ code: code.replace('__toESM(openapi_fetch, 1)', '__toESM(openapi_fetch)'), map: null }),
    },
  ],
});
