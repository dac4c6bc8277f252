import { defineConfig } from 'tsdown';
import { asciiOutput } from '../../tsdown.shared.ts';

export default defineConfig({
  entry: { index: 'src/index.ts', parts: 'src/streaming/parts.ts' },
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  sourcemap: true,
  clean: true,
  plugins: [asciiOutput()],
  // The entry points share no code, and their types by a file with a plain name.
  hash: false,
  // No runtime dependencies: what is listed here is bundled, and nothing else may be.
  deps: { onlyBundle: ['eventsource-parser', 'openapi-fetch', 'openapi-typescript-helpers'] },
  // Readable where it is read: in stack traces and debuggers. The documentation is in the type declarations.
  outputOptions: { comments: { legal: true, jsdoc: false, annotation: true } },
});
