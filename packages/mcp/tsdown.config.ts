import { defineConfig, type UserConfig } from 'tsdown';
import { asciiOutput } from '../../tsdown.shared.ts';

const shared: UserConfig = {
  platform: 'node',
  target: 'es2023',
  sourcemap: true,
  fixedExtension: false,
  plugins: [asciiOutput()],
};

export default defineConfig([
  { ...shared, entry: ['src/index.ts'], format: ['esm', 'cjs'], dts: true, clean: true },
  { ...shared, entry: ['src/bin.ts'], format: ['esm'], dts: false, clean: false },
]);
