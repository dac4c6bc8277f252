import { fileURLToPath } from 'node:url';
import { listMarkdown, readDocument } from './markdown.ts';

/** Where the code of the documents is written, to be compiled and run. */
export const snippetFolder: string = fileURLToPath(new URL('../.readme/', import.meta.url));

/** A block of TypeScript in a document. */
export interface Snippet {
  readonly document: string;
  /** The document, and the heading under which the code stands. */
  readonly title: string;
  readonly file: string;
  readonly code: string;
}

/** Their code needs packages that only `site/` installs, and runs in its tests. */
const inSite = ['docs/observability.md', 'docs/resume-after-a-crash.md', 'docs/testing.md'];

/** The READMEs of the other packages have tests of their own; that of the mock, in `contract`. */
const documents = listMarkdown()
  .filter(
    (path) => path === 'README.md' || path.startsWith('docs/') || /^packages\/(sdk|generated)\/README\.md$/.test(path),
  )
  .filter((path) => !inSite.includes(path));

export const snippets: readonly Snippet[] = documents.flatMap(readSnippets);

function readSnippets(document: string): Snippet[] {
  const found = [...readDocument(document).matchAll(/^#+ (.+)$|^```ts\n([\s\S]*?)^```/gm)];
  return found.flatMap(([, , code], index) => {
    const heading = found.slice(0, index).findLast(([, title]) => title !== undefined)?.[1];
    const file = `${snippetFolder}${document.replaceAll(/\W/g, '-')}-${index}.ts`;
    return code === undefined ? [] : [{ document, title: `${document}, ${heading}`, file, code }];
  });
}
