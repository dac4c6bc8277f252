import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Page, pages, readPage } from '../pages/pages.ts';
import { withSiteLinks } from '../pages/site-links.ts';

const summary =
  'Run xpander.ai agents from TypeScript. Each call returns the completed answer of its own run, or rejects with a typed error.';

/**
 * Writes the pages for readers that are programs: the Markdown of each page beside its HTML, `llms.txt`, which lists them,
 * and `llms-full.txt`, which has all of them.
 */
export function writeTextPages(folder: string, base: string): void {
  const origin = (process.env.DOCS_ORIGIN ?? '').replace(/\/$/, '');
  const toUrl = (link: string): string => (link.startsWith('/') ? `${origin}${base}${link.slice(1)}` : link);
  const texts = pages.map((page) => ({ page, text: withSiteLinks(page, readPage(page), toUrl) }));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  for (const { page, text } of texts) write(`${page.route}.md`, text);
  const groups = [...Map.groupBy(texts, ({ page }) => page.group)].map(
    ([group, members]) => `## ${group}\n\n${members.map((member) => toEntry(member, toUrl)).join('\n')}`,
  );
  write('llms.txt', `${[`# xpander for TypeScript\n\n> ${summary}`, ...groups].join('\n\n')}\n`);
  write('llms-full.txt', texts.map(({ page, text }) => `<!-- ${toUrl(`/${page.route}`)} -->\n\n${text}`).join('\n'));
}

function toEntry({ page, text }: { page: Page; text: string }, toUrl: (link: string) => string): string {
  const [, first = ''] = /^# .+\n+([^\n#|`<-].*)$/m.exec(text) ?? [];
  const [sentence = ''] = first.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').split(/(?<=\.) /, 1);
  return `- [${page.title}](${toUrl(`/${page.route}.md`)})${sentence === '' ? '' : `: ${sentence}`}`;
}
