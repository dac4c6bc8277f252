import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** The configuration of every package's tests. Types are tested too, and results are kept for the closing count. */
export function testConfig(test: ViteUserConfig['test'] = {}): ViteUserConfig {
  return defineConfig({
    test: {
      include: ['tests/**/*.test.ts'],
      // A guard against hanging, not a measure of speed: machines differ.
      testTimeout: 180_000,
      hookTimeout: 180_000,
      // Many tests wait for processes of theirs. The default is one worker less than there are cores.
      maxWorkers: '100%',
      typecheck: { enabled: true, include: ['tests/**/*.test-d.ts'], tsconfig: 'tsconfig.json' },
      // An unhandled rejection is an exception, as it is by default in Node.
      execArgv: ['--unhandled-rejections=strict'],
      reporters: ['default', ['json', { outputFile: '.results/vitest.json' }]],
      ...test,
    },
  });
}
