import { defineConfig } from 'tsdown';
import { asciiOutput } from '../../tsdown.shared.ts';

export default defineConfig({
  entry: { index: 'src/index.ts', ui: 'src/ui/index.ts' },
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  sourcemap: true,
  clean: true,
  hash: false,
  plugins: [asciiOutput()],
  // The only dependency at run time is the SDK. Two error classes and some types of the AI SDK's interface are copied.
  deps: { onlyBundle: ['@ai-sdk/provider'] },
});
