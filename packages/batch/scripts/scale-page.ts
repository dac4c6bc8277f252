import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('../SCALE.md', import.meta.url));

/** Replaces a section of SCALE.md, which each script owns one of. */
export function writeSection(heading: string, body: string): void {
  const [title = '', ...sections] = readFileSync(path, 'utf8').split(/^(?=## )/m);
  const section = `## ${heading}\n\n${body.trim()}\n`;
  const isThere = sections.some((text) => text.startsWith(`## ${heading}\n`));
  const all = isThere
    ? sections.map((text) => (text.startsWith(`## ${heading}\n`) ? section : text))
    : [...sections, section];
  writeFileSync(
    path,
    [title, ...all]
      .map((text) => text.trim())
      .join('\n\n')
      .concat('\n'),
  );
}
