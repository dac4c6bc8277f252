import { type Kind, kinds, kindsOfComponents } from './routes.ts';

/** A site to build. */
export interface Site {
  readonly name: string;
  /** The folder with the version of the framework. */
  readonly framework: 'next-14' | 'next-16';
  /** Where it is written, in the folder of the framework. */
  readonly folder: string;
  /** The code of next.config.mjs, apart from what makes the build faster. */
  readonly config: string;
  readonly kinds: readonly Kind[];
  /** Whether the site has the files of docs/next.md. */
  readonly isDocumented: boolean;
  /**
   * Whether the framework keeps a `fetch` that gets nothing but a `Request` from running in the build. Next.js 14 lets it
   * run there, and then renders the page for each visitor all the same.
   */
  readonly stopsRequestInBuild: boolean;
}

const root = JSON.stringify(new URL('../..', import.meta.url).pathname);
const unminified = 'webpack: (config) => ({ ...config, optimization: { ...config.optimization, minimize: false } })';

export const sites: readonly Site[] = [
  {
    name: 'Next.js 14',
    framework: 'next-14',
    folder: 'site',
    config: `export default { ${unminified} };`,
    kinds,
    isDocumented: true,
    stopsRequestInBuild: false,
  },
  {
    name: 'Next.js 16',
    framework: 'next-16',
    folder: 'site',
    config: `export default { turbopack: { root: ${root} } };`,
    kinds,
    isDocumented: true,
    stopsRequestInBuild: true,
  },
  {
    name: 'Next.js 16 with Cache Components',
    framework: 'next-16',
    folder: 'site-with-components',
    config: `export default { cacheComponents: true, partialPrefetching: true, turbopack: { root: ${root} } };`,
    kinds: kindsOfComponents,
    isDocumented: false,
    stopsRequestInBuild: true,
  },
];
