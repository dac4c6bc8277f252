import type { MarkdownOptions } from 'vitepress';
import { pages } from './pages.ts';
import { toSiteLink } from './site-links.ts';
import { compileTypedCode } from './typed-code.ts';

type Setup = NonNullable<MarkdownOptions['config']>;

/** Reads the repository's Markdown as the site needs it: links within the site, and TypeScript that is compiled. */
export const readRepositoryMarkdown: Setup = (md) => {
  highlightOnce(md);
  md.core.ruler.push('site-links', ({ env, tokens }) => {
    const source = sourceOf(env);
    if (source === undefined) return;
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const name = token.type === 'link_open' ? 'href' : token.type === 'image' ? 'src' : undefined;
      const link = name && token.attrGet(name);
      if (name && link) token.attrSet(name, toSiteLink(source, link));
    }
  });
  md.core.ruler.push('typed-code', ({ env, tokens }) => {
    const source = sourceOf(env);
    const fences = tokens.filter(({ type, info }) => type === 'fence' && info.trim() === 'ts');
    const codes = fences.map(({ content }) => content);
    if (source !== undefined) compileTypedCode(source, codes);
  });
};

/** Each page is rendered for the browser, for the server and for the search. Its code is highlighted once. */
function highlightOnce({ options }: Parameters<Setup>[0]): void {
  const { highlight } = options;
  if (!highlight) return;
  const known = new Map<string, ReturnType<typeof highlight>>();
  options.highlight = (code, language, attributes) => {
    const key = JSON.stringify([code, language, attributes]);
    const html = known.get(key) ?? highlight(code, language, attributes);
    known.set(key, html);
    return html;
  };
}

/** The file of a page in the repository. The reference is written for the site itself. */
function sourceOf({ relativePath }: { relativePath?: string }): string | undefined {
  if (relativePath === 'index.md') return 'site/index.md';
  return pages.find(({ route }) => `${route}.md` === relativePath)?.source;
}

/** The anchor of a heading, as GitHub makes it, so that the same links work in both places. */
export function toAnchor(title: string): string {
  return title
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}
