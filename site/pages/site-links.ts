import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Page, pages, repositoryRoot } from './pages.ts';

const metadata: { repository: string } = JSON.parse(
  readFileSync(join(repositoryRoot, 'scripts/release/metadata.json'), 'utf8'),
);

/** The address of the repository, which the owner sets in scripts/release/metadata.json. */
export const repositoryUrl: string = metadata.repository;

/**
 * Translates a link of a file in the repository: pages of the site stay in it, and other files lead to the repository.
 * Throws if there is no such file.
 */
export function toSiteLink(source: string, href: string): string {
  if (/^[a-z]+:|^#|^\//i.test(href)) return href;
  const [path = '', hash = ''] = href.split(/(?=#)/, 2);
  const target = posix.normalize(posix.join(posix.dirname(source), decodeURI(path))).replace(/\/$/, '');
  const page = findPage(target);
  if (page !== undefined) return `/${page.route.replace(/(^|\/)index$/, '$1')}${hash}`;
  const file = join(repositoryRoot, target);
  if (!existsSync(file)) throw new Error(`${source}: the link ${href} leads to no file.`);
  return `${repositoryUrl}/${statSync(file).isDirectory() ? 'tree' : 'blob'}/main/${target}${hash}`;
}

/** The page of a file, or of the README of a folder. */
function findPage(target: string): Page | undefined {
  return pages.find(({ source }) => source === target || source === posix.join(target, 'README.md'));
}

/** Translates the links in the text of a page. Code stays as it is. */
export function withSiteLinks({ source }: Page, text: string, toUrl: (link: string) => string): string {
  return text.replaceAll(/^(`{3,}|~{3,}).*\n[\s\S]*?^\1\s*$|(`[^`\n]*`)|\]\(([^()\s]+)\)/gm, (found, _, __, href) =>
    href === undefined ? found : `](${toUrl(toSiteLink(source, href))})`,
  );
}
