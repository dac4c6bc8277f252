import { readFileSync } from 'node:fs';

/** A file of a site, with its path in the site. */
interface SiteFile {
  readonly file: string;
  readonly code: string;
}

const blocks = readFileSync(new URL('../../docs/next.md', import.meta.url), 'utf8').matchAll(
  /^```tsx\n\/\/ (\S+)\n([\s\S]*?)^```/gm,
);

/** The code of docs/next.md. */
export const documentedFiles: readonly SiteFile[] = [...blocks].map(([, file = '', code = '']) => ({ file, code }));

const routeFiles = documentedFiles.filter(({ file }) => file.startsWith('app/'));

/** The addresses of the routes. */
export const documentedPaths: readonly string[] = routeFiles.map(({ file }) =>
  file.replace(/^app\/(.*)\/\w+\.tsx?$/, '$1'),
);

/**
 * The files to write. TypeScript below `app/` would make Next.js set up a project with a compiler of its own choice, so that
 * the code stands beside it.
 */
export function toSiteFiles(): readonly SiteFile[] {
  const copies = documentedFiles.map(({ file, code }) => ({ file: `documented/${file}`, code }));
  const doors = routeFiles.map(({ file }) => {
    const up = '../'.repeat(file.split('/').length - 1);
    const names = file.includes('/route.') ? 'GET' : 'default';
    return { file: file.replace(/tsx?$/, 'js'), code: `export { ${names} } from '${up}documented/${file}';\n` };
  });
  return [...copies, ...doors, { file: 'documented/tsconfig.json', code: JSON.stringify(project) }];
}

const project = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable'],
    module: 'preserve',
    jsx: 'react-jsx',
    types: ['node'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  },
};
