import type { ViteUserConfig } from 'vitest/config';
import { testConfig } from '../../vitest.shared.ts';

/** Somewhere that is not UTC: stamps without a zone are, and no test may pass by the machine's own time. */
const config: ViteUserConfig = testConfig({ env: { TZ: 'Asia/Kolkata' } });
export default config;
