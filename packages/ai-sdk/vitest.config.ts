import type { ViteUserConfig } from 'vitest/config';
import { testConfig } from '../../vitest.shared.ts';

const config: ViteUserConfig = testConfig({
  typecheck: { enabled: true, include: ['tests/**/*.test-d.ts'], tsconfig: 'tests/tsconfig.json' },
});
export default config;
