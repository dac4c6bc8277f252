import { execFile } from 'node:child_process';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Command, run, start } from '../command.ts';
import { toSiteFiles } from './documented-files.ts';
import { toFiles } from './route-files.ts';
import type { Site } from './sites.ts';

const execute = promisify(execFile);
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const layout = `import { createElement } from 'react';
export default function Layout({ children }) {
  return createElement('html', null, createElement('body', null, children));
}
`;

type Variables = Readonly<Record<string, string>>;

/** A site that answers at `url`. */
export interface RunningSite {
  readonly url: string;
  close(): void;
}

/** Writes a site, with the SDK as it would be published, and builds it. Returns its folder. */
export async function buildSite(site: Site, variables: Variables): Promise<string> {
  const folder = here(`../${site.framework}/${site.folder}`);
  await rm(folder, { recursive: true, force: true });
  await addSdk(folder);
  await copyFile(here('visit.ts'), join(folder, 'visit.ts'));
  await write(join(folder, 'package.json'), '{ "private": true }');
  await write(join(folder, 'next.config.mjs'), site.config);
  await write(join(folder, 'app/layout.js'), layout);
  for (const { file, code } of site.kinds.flatMap(toFiles)) await write(join(folder, 'app', file), code);
  if (site.isDocumented) for (const { file, code } of toSiteFiles()) await write(join(folder, file), code);
  // The types of React are installed beside one version.
  if (site.isDocumented && site.framework === 'next-16') {
    await run(folder, process.execPath, [here('../node_modules/typescript/bin/tsc'), '-p', 'documented']);
  }
  await run(folder, process.execPath, [next(site), 'build'], variables);
  return folder;
}

/** Serves a site that was built. */
export async function serveSite(site: Site, folder: string, variables: Variables): Promise<RunningSite> {
  const server = start(folder, process.execPath, [next(site), 'start', '-H', '127.0.0.1', '-p', '0'], variables);
  return { url: await readUrl(server), close: () => server.child.kill() };
}

async function readUrl({ child, printed }: Command): Promise<string> {
  for await (const _ of child.stdout) {
    const url = /Local: +(\S+)/.exec(printed())?.[1];
    if (url !== undefined && printed().includes('Ready in')) return url;
  }
  throw new Error(`The site did not start:\n${printed()}`);
}

function next({ framework }: Site): string {
  return here(`../${framework}/node_modules/next/dist/bin/next`);
}

async function addSdk(folder: string): Promise<void> {
  const target = join(folder, 'node_modules/@xpander/sdk');
  const archive = join(folder, 'sdk.tgz');
  await mkdir(target, { recursive: true });
  await execute('pnpm', ['--dir', here('../../packages/sdk'), 'pack', '--out', archive]);
  await execute('tar', ['-xzf', archive, '-C', target, '--strip-components=1']);
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
