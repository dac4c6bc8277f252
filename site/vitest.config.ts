import type { ViteUserConfig } from 'vitest/config';
import { testConfig } from '../vitest.shared.ts';

const config: ViteUserConfig = testConfig({
  typecheck: { enabled: false },
  reporters: ['default', ['json', { outputFile: '.results/site.json' }]],
});
export default config;
