import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Returns the links of the built site that lead to no page or no anchor of it, as `page: link`. */
export async function findDeadAnchors(folder: string, base: string): Promise<string[]> {
  const files = globSync('**/*.html', { cwd: folder });
  const texts = new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(join(folder, file), 'utf8')] as const)),
  );
  const anchors = new Map([...texts].map(([file, html]) => [file, readAnchors(html)]));
  return [...texts].flatMap(([file, html]) =>
    readLinks(html)
      .filter((link) => isDead(new URL(link, `https://site${base}${file}`), base, anchors))
      .map((link) => `${file}: ${link}`),
  );
}

function isDead({ host, pathname, hash }: URL, base: string, anchors: ReadonlyMap<string, Set<string>>): boolean {
  if (host !== 'site') return false;
  const path = decodeURI(pathname.slice(base.length));
  if (/\.(?!html)\w+$/.test(path)) return false;
  const page = anchors.get(toFile(path, anchors));
  return page === undefined || (hash !== '' && !page.has(decodeURIComponent(hash.slice(1))));
}

function toFile(path: string, files: ReadonlyMap<string, unknown>): string {
  return [path, `${path}.html`, `${path}index.html`].find((file) => files.has(file)) ?? '';
}

function readAnchors(html: string): Set<string> {
  return new Set([...html.matchAll(/ (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id));
}

function readLinks(html: string): string[] {
  const links = [...html.matchAll(/<a [^>]*?href="([^"]+)"/g)].map(([, link = '']) => link.replaceAll('&amp;', '&'));
  return [...new Set(links)];
}
