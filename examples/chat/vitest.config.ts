import type { ViteUserConfig } from 'vitest/config';
import { testConfig } from '../../vitest.shared.ts';

const config: ViteUserConfig = testConfig({
  include: ['browser/**/*.test.ts'],
  typecheck: { enabled: false },
  reporters: ['default', ['json', { outputFile: '../.results/chat.json' }]],
});
export default config;
