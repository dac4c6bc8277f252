import type { ViteUserConfig } from 'vitest/config';
import { testConfig } from '../../vitest.shared.ts';

const config: ViteUserConfig = testConfig({
  globalSetup: ['tests/support/install-packed.ts'],
  // The tests wait for processes most of the time.
  maxConcurrency: 8,
});
export default config;
