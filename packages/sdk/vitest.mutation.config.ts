import type { ViteUserConfig } from 'vitest/config';
import { testConfig } from '../../vitest.shared.ts';

/** Tests of the built package or of the sources as text see no mutant; the slow ones are asked about survivors only. */
const blind = ['tests/{package,tarball,budgets,layers,surface,types}.test.ts'];
const slow = ['tests/{fault-matrix,properties,scale,event-stream,stream-faults,turns-model}.test.ts'];

const config: ViteUserConfig = testConfig({
  exclude: process.env.MUTATION_TESTS === 'all' ? blind : [...blind, ...slow],
  typecheck: { enabled: false },
  reporters: [],
});
export default config;
