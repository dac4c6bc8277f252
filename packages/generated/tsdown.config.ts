import { defineConfig } from 'tsdown';
import { asciiOutput } from '../../tsdown.shared.ts';

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
    asciiOutput(),
    {
      // In a package of type "module" the bundler follows Node: the default import of a CommonJS module is its whole
      // `exports`. The CommonJS build of openapi-fetch has its function at `exports.default`, so the call would throw.
      name: 'unwrap-default-of-openapi-fetch',
      renderChunk: (code) => ({ code: code.replace('__toESM(openapi_fetch, 1)', '__toESM(openapi_fetch)'), map: null }),
    },
  ],
});
