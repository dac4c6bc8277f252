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

/** The README of the mock has a test of its own, in `contract`. */
const documents = listMarkdown().filter(
  (path) => path === 'README.md' || path.startsWith('docs/') || /^packages\/(sdk|generated)\/README\.md$/.test(path),
);

export const snippets: readonly Snippet[] = documents.flatMap(readSnippets);

function readSnippets(document: string): Snippet[] {
  const found = [...readDocument(document).matchAll(/^#+ (.+)$|^```ts\n([\s\S]*?)^```/gm)];
  return found.flatMap(([, , code], index) => {
    const heading = found.slice(0, index).findLast(([, title]) => title !== undefined)?.[1];
    const file = `${snippetFolder}${document.replaceAll(/\W/g, '-')}-${index}.ts`;
    return code === undefined ? [] : [{ document, title: `${document}, ${heading}`, file, code }];
  });
}
