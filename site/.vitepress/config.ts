import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DefaultTheme, defineConfig } from 'vitepress';
import { findDeadAnchors } from '../build/dead-anchors.ts';
import { writeTextPages } from '../build/text-pages.ts';
import { readRepositoryMarkdown, toAnchor } from '../pages/markdown.ts';
import { findForgotten, listOthers, pages, repositoryRoot } from '../pages/pages.ts';
import { repositoryUrl } from '../pages/site-links.ts';

const forgotten = findForgotten();
if (forgotten.length > 0) throw new Error(`site/pages/pages.ts does not place ${forgotten.join(', ')}.`);

const routes = new Map(pages.map(({ source, route }) => [source, `${route}.md`]));

export default defineConfig({
  title: 'xpander for TypeScript',
  description:
    'Run xpander.ai agents from TypeScript: each call returns its own answer, or rejects with a typed error.',
  lang: 'en',
  base: process.env.DOCS_BASE ?? '/',
  cleanUrls: true,
  // The files of the repository are the pages: those that pages.ts places, the home page and the reference.
  srcDir: repositoryRoot,
  srcExclude: listOthers(),
  rewrites: (id) => routes.get(id) ?? id.replace(/^site\//, ''),
  cacheDir: './.vitepress/cache',
  outDir: './.vitepress/dist',
  markdown: {
    anchor: { slugify: toAnchor },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: readRepositoryMarkdown,
  },
  vite: {
    plugins: [
      {
        // Pages stand outside of this folder, so that the build for the server cannot find Vue from them.
        name: 'vue-for-pages',
        enforce: 'pre',
        resolveId: (id, _, { ssr }) =>
          ssr && /^vue(\/server-renderer)?$/.test(id) ? { id, external: true } : undefined,
      },
    ],
  },
  themeConfig: {
    nav: [
      { text: 'Guides', link: '/guide/', activeMatch: '^/guide/' },
      { text: 'Packages', link: '/packages/sdk', activeMatch: '^/packages/' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
    ],
    sidebar: { '/guide/': toSidebar(), '/packages/': toSidebar(), '/api/': readReferenceSidebar() },
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: repositoryUrl }],
    footer: { message: 'An independent SDK, under the MIT licence. It is not a product of xpander.ai.' },
  },
  buildEnd: async (site) => {
    writeTextPages(site.outDir, site.site.base);
    const dead = await findDeadAnchors(site.outDir, site.site.base);
    if (dead.length > 0) throw new Error(`Links to headings that do not exist:\n${dead.join('\n')}`);
  },
});

function toSidebar(): DefaultTheme.SidebarItem[] {
  const groups = Map.groupBy(pages, ({ group }) => group);
  return [...groups].map(([text, items]) => ({
    text,
    items: items.map(({ title, route }) => ({ text: title, link: `/${route.replace(/(^|\/)index$/, '$1')}` })),
  }));
}

/** Written by `reference/write-reference.ts`, which runs before. Its groups have no link, so that only entry points fold. */
function readReferenceSidebar(): DefaultTheme.SidebarItem[] {
  const text = readFileSync(join(repositoryRoot, 'site/api/typedoc-sidebar.json'), 'utf8');
  const entryPoints: DefaultTheme.SidebarItem[] = JSON.parse(text);
  return entryPoints.map((entryPoint) => ({
    ...entryPoint,
    items: entryPoint.items?.map(({ collapsed: _, ...group }) => group) ?? [],
  }));
}
