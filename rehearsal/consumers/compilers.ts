import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A version of TypeScript that users have. */
export interface Compiler {
  readonly name: string;
  readonly version: string;
  readonly tsc: string;
}

const require = createRequire(import.meta.url);

/** The oldest that is supported comes first, and the newest last. */
export const compilers: readonly Compiler[] = ['typescript-5.9', 'typescript-6', 'typescript'].map((alias) => {
  const path = require.resolve(`${alias}/package.json`);
  const { version } = require(path) as { readonly version: string };
  return { name: version.split('.').slice(0, 2).join('.'), version, tsc: join(dirname(path), 'bin/tsc') };
});
