import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/** Folders that git ignores, and its own. A copy of the repository may have no git to ask. */
const ignored = [
  '.git',
  'node_modules',
  'dist',
  '.turbo',
  'coverage',
  '.results',
  '.readme',
  '.stryker-tmp',
  'api',
  '.recipes',
  '.vitepress',
];

/** Returns the Markdown files of the repository, as paths from its root. */
export function listMarkdown(folder = ''): string[] {
  return readdirSync(new URL(`./${folder}`, root), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory()) return ignored.includes(entry.name) ? [] : listMarkdown(`${path}/`);
    return path.endsWith('.md') ? [path] : [];
  });
}

/** The names of the SDK's test files. */
export function listTests(): string[] {
  return readdirSync(new URL('packages/sdk/tests', root));
}

export function readDocument(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

/** Returns the relative links in `text`, the document at `path`, that lead to no file or to no heading. */
export function findBrokenLinks(path: string, text: string): string[] {
  return linksOf(text).filter((link) => {
    const [file = '', anchor] = link.split('#', 2);
    const target = file === '' ? new URL(path, root) : new URL(decodeURI(file), new URL(path, root));
    if (!existsSync(target)) return true;
    if (anchor === undefined) return false;
    return !anchorsOf(file === '' ? text : readTarget(target)).has(anchor);
  });
}

function linksOf(text: string): string[] {
  const prose = withoutCode(text).replaceAll(/`[^`\n]*`/g, '');
  const found = prose.matchAll(/\]\(([^()\s]+)\)|^\[[^\]]+\]: (\S+)|\b(?:href|src)="([^"]+)"/gm);
  const links = [...found].map(([, inline, reference, html]) => inline ?? reference ?? html ?? '');
  return links.filter((link) => !/^[a-z]+:/i.test(link));
}

/** A link to a folder shows its README. */
function readTarget(target: URL): string {
  const file = statSync(target).isDirectory() ? new URL('README.md', `${target}/`) : target;
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** The anchors that GitHub gives to headings, and those that the document sets itself. */
function anchorsOf(text: string): Set<string> {
  const prose = withoutCode(text);
  const anchors = new Set([...prose.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, name = '']) => name));
  for (const [, title = ''] of prose.matchAll(/^#+ (.+?)\s*$/gm)) {
    const slug = toSlug(title);
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

function toSlug(title: string): string {
  const words = title.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/<[^>]+>/g, '');
  return words
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}

function withoutCode(text: string): string {
  return text.replaceAll(/^(`{3,}|~{3,}).*\n[\s\S]*?^\1\s*$/gm, '');
}
