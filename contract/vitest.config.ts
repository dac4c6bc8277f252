import type { ViteUserConfig } from 'vitest/config';
import { testConfig } from '../vitest.shared.ts';

const config: ViteUserConfig = testConfig({
  globalSetup: ['global-setup.ts'],
  // Tests spend most of their time waiting for Prism's processes.
  maxWorkers: 3,
  typecheck: { enabled: false },
});
export default config;
