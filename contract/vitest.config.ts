import type { ViteUserConfig } from 'vitest/config';
import { testConfig } from '../vitest.shared.ts';

const config: ViteUserConfig = testConfig({
  globalSetup: ['global-setup.ts'],
  // Most of the time is spent waiting for Prism's processes.
  maxWorkers: 3,
  typecheck: { enabled: false },
});
export default config;
