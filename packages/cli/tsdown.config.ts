import { defineConfig } from 'tsdown';
import { asciiOutput } from '../../tsdown.shared.ts';
import { trimApiDescription } from './scripts/trim-api-description.ts';

export default defineConfig({
  entry: ['src/bin.ts'],
  format: ['esm'],
  platform: 'node',
  target: 'es2023',
  fixedExtension: false,
  dts: false,
  sourcemap: false,
  clean: true,
  hash: false,
  // The packages of the family are installed beside this one. What is listed here is bundled, and nothing else may be.
  // THIRD_PARTY_LICENSES.txt names all of it.
  deps: {
    neverBundle: [/^@xpander\/(sdk|batch|mock)/, /^@colors\//],
    onlyBundle: [
      '@bomb.sh/tab',
      '@xpander/generated',
      'ansi-regex',
      'cli-table3',
      'commander',
      'emoji-regex',
      'fastest-levenshtein',
      'is-fullwidth-code-point',
      'picocolors',
      'string-width',
      'strip-ansi',
      'yocto-spinner',
      'yoctocolors',
    ],
  },
  plugins: [asciiOutput(), trimApiDescription()],
  outputOptions: { comments: { legal: true, jsdoc: false, annotation: true } },
});
