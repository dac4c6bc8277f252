import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pages, readPage } from '../pages/pages.ts';
import { siteFolder } from './support/serve-site.ts';

const read = (path: string): string => readFileSync(join(siteFolder, path), 'utf8');
const linksOf = (text: string): string[] => [...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, link = '']) => link);

/** The file that a link from the root leads to. */
const isThere = (link: string): boolean => {
  const [path = ''] = link.split('#');
  return [path, `${path}.html`, `${path}index.html`].some((file) => existsSync(join(siteFolder, file)) && file !== '/');
};

describe('llms.txt', () => {
  it('names each page with its Markdown, which is there', () => {
    const links = linksOf(read('llms.txt'));
    expect(links).toHaveLength(pages.length);
    expect(links.filter((link) => !link.endsWith('.md') || !isThere(link))).toEqual([]);
  });

  it('says what most pages are about', () => {
    const entries = read('llms.txt').match(/^- .+/gm) ?? [];
    expect(entries.filter((entry) => entry.includes('): ')).length).toBeGreaterThan(entries.length * 0.7);
  });
});

describe('llms-full.txt', () => {
  const text = read('llms-full.txt');

  it('has the whole text of each page', () => {
    for (const page of pages) expect(text).toContain(/^# .+\n/m.exec(readPage(page))?.[0]);
    expect(text.split(/\s+/).length).toBeGreaterThan(30_000);
  });

  it('has links that lead to pages of the site, or elsewhere', () => {
    const prose = text.replaceAll(/^(`{3,}).*\n[\s\S]*?^\1\s*$|`[^`\n]*`/gm, '');
    const links = linksOf(prose).filter((link) => !/^[a-z]+:|^#/.test(link));
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter((link) => !link.startsWith('/') || !isThere(link))).toEqual([]);
  });
});
