import type { ViteUserConfig } from 'vitest/config';
import { testConfig } from '../vitest.shared.ts';

/** Tests that need a browser, and a command of their own. */
const config: ViteUserConfig = testConfig({
  include: ['browser/**/*.test.ts'],
  typecheck: { enabled: false },
  reporters: ['default', ['json', { outputFile: '.results/browser.json' }]],
});
export default config;
