import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot: string = fileURLToPath(new URL('../../', import.meta.url));

/** A file of the repository that is a page of the site. */
export interface Page {
  /** The path from the root of the repository. */
  readonly source: string;
  /** The address below the root of the site, without `.html`. */
  readonly route: string;
  /** The first heading, unless the sidebar needs another one. */
  readonly title: string;
  readonly group: string;
}

/** The order of the sidebar. `docs/X.md` is written as `X`, and any other file with its path. */
const groups: Readonly<Record<string, readonly string[]>> = {
  Start: ['get-started', 'README.md', 'docs/README.md', 'from-fetch', 'from-python'],
  'Run agents': ['running-agents', 'long-runs', 'streaming', 'stream-to-a-page', 'structured-output'],
  Conversations: ['conversations', 'chat', 'approval-and-login'],
  'Many runs': ['many-runs', 'resume-after-a-crash', 'tasks', 'workflows'],
  'In your app': ['servers', 'next', 'edge-runtimes', 'serverless', 'multi-tenant', 'testing'],
  Operation: ['client', 'proxies-and-fetch', 'observability'],
  'Look up': ['errors', 'options', 'reliability'],
  Packages: [
    'packages/sdk/README.md',
    'packages/ai-sdk/README.md',
    'packages/ai-sdk/docs/chat.md',
    'packages/batch/README.md',
    'packages/mock/README.md',
    'packages/otel/README.md',
    'packages/mcp/README.md',
    'packages/cli/README.md',
    'packages/generated/README.md',
  ],
  Contribute: ['architecture'],
};

/** Headings that say too little beside others. */
const otherTitles: Readonly<Record<string, string>> = { 'README.md': 'Overview', 'docs/README.md': 'All guides' };

export const pages: readonly Page[] = Object.entries(groups).flatMap(([group, names]) =>
  names.map((name) => toPage(name.endsWith('.md') ? name : `docs/${name}.md`, group)),
);

/** Guides and READMEs that are in no group, and would be missing from the site. */
export function findForgotten(): string[] {
  const sources = new Set(pages.map(({ source }) => source));
  const found = globSync(['README.md', 'docs/*.md', 'packages/*/README.md', 'packages/*/docs/*.md'], {
    cwd: repositoryRoot,
  });
  return found.filter((path) => !sources.has(path)).sort();
}

/** What VitePress must not take for pages: patterns of whole folders, so that it does not look into them. */
export function listOthers(): string[] {
  const own = new Set(['README.md', 'docs', 'packages', 'site']);
  const folders: [folder: string, kept: ReadonlySet<string>][] = [
    ['', own],
    ['site/', new Set(['api', 'index.md'])],
    ...readdirSync(join(repositoryRoot, 'packages')).map((name): [string, ReadonlySet<string>] => [
      `packages/${name}/`,
      new Set(['README.md', 'docs']),
    ]),
  ];
  return folders.flatMap(([folder, kept]) =>
    readdirSync(join(repositoryRoot, folder), { withFileTypes: true })
      .filter((entry) => !kept.has(entry.name) && (entry.isDirectory() || entry.name.endsWith('.md')))
      .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/**' : ''}`),
  );
}

/** The text of a page, as it is in the repository. */
export function readPage({ source }: Page): string {
  return readFileSync(join(repositoryRoot, source), 'utf8');
}

function toPage(source: string, group: string): Page {
  const path = join(repositoryRoot, source);
  if (!existsSync(path)) throw new Error(`site/pages/pages.ts names ${source}, which does not exist.`);
  const [, heading = source] = /^# (.+)$/m.exec(readFileSync(path, 'utf8')) ?? [];
  const title = otherTitles[source] ?? heading;
  return { source, route: toRoute(source), title: title.replaceAll('`', ''), group };
}

function toRoute(source: string): string {
  if (source === 'README.md') return 'guide/overview';
  if (source === 'docs/README.md') return 'guide/index';
  if (source.startsWith('docs/')) return `guide/${source.slice('docs/'.length, -'.md'.length)}`;
  const [, name = '', rest = ''] = /^packages\/([^/]+)\/(.+)\.md$/.exec(source) ?? [];
  return rest === 'README' ? `packages/${name}` : `packages/${name}-${rest.slice(`${dirname(rest)}/`.length)}`;
}
