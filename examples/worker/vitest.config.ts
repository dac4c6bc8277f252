import type { ViteUserConfig } from 'vitest/config';
import { testConfig } from '../../vitest.shared.ts';

const config: ViteUserConfig = testConfig({
  include: ['tests/**/*.test.ts'],
  typecheck: { enabled: false },
  reporters: ['default', ['json', { outputFile: '../.results/worker.json' }]],
});
export default config;
