import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const repository = fileURLToPath(new URL('../..', import.meta.url));

const config: NextConfig = {
  // The packages are linked from this repository.
  turbopack: { root: repository },
  outputFileTracingRoot: repository,
  // `pnpm typecheck` does it, with the compiler of this repository.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
};
export default config;
