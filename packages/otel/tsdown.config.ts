import { defineConfig } from 'tsdown';
import { asciiOutput } from '../../tsdown.shared.ts';

export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  sourcemap: true,
  clean: true,
  plugins: [asciiOutput()],
  // The API is a peer. Nothing else is imported, and nothing is bundled.
  deps: { onlyBundle: [] },
  // Readable where it is read: in stack traces and debuggers. The documentation is in the type declarations.
  outputOptions: { comments: { legal: true, jsdoc: false, annotation: true } },
});
