import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** What every package's tests have in common: types are tested too, and results are kept for the closing count. */
export function testConfig(test: ViteUserConfig['test'] = {}): ViteUserConfig {
  return defineConfig({
    test: {
      include: ['tests/**/*.test.ts'],
      // A guard against hanging, not a measure of speed: machines differ.
      testTimeout: 180_000,
      hookTimeout: 180_000,
      typecheck: { enabled: true, include: ['tests/**/*.test-d.ts'], tsconfig: 'tsconfig.json' },
      // A rejection that nobody handles is an exception, as it is by default for our users.
      execArgv: ['--unhandled-rejections=strict'],
      reporters: ['default', ['json', { outputFile: '.results/vitest.json' }]],
      ...test,
    },
  });
}
