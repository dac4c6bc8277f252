import type { ViteUserConfig } from 'vitest/config';
import { testConfig } from '../vitest.shared.ts';

const config: ViteUserConfig = testConfig({ globalSetup: ['global-setup.ts'], testTimeout: 20_000 });
export default config;
