import type { Page } from '../models.ts';
import type { WirePage } from './types.ts';

/** A list that reads the next page when the iteration needs it. */
export interface Pages<T> extends AsyncIterable<T> {
  /** The pages, starting with the one that the query names. */
  pages(): AsyncIterable<Page<T>>;
  /** Reads one page: the one that the query names, by default the first. */
  firstPage(): Promise<Page<T>>;
}

/**
 * Reads pages until there are no more.
 *
 * Lists are sorted by the last change, so rows move while runs progress (openapi/FACTS.md#a5). A row that appears on
 * two pages is returned once. A row that moves to a page that was already read is missed.
 */
export function createPages<T extends { id?: string | null }>(
  query: { readonly page?: number | undefined; readonly per_page?: number | undefined },
  read: (page: number) => Promise<WirePage<T>>,
): Pages<T> {
  const { page: firstNumber = 1, per_page: perPage } = query;

  async function* pages(): AsyncGenerator<Page<T>, void> {
    for (let number = firstNumber; ; number += 1) {
      const wire = await read(number);
      yield toPage(wire, number);
      if (isLastPage(wire, number, perPage)) return;
    }
  }

  async function* items(): AsyncGenerator<T, void> {
    const seen = new Set<string>();
    for await (const page of pages()) {
      for (const item of page.items) {
        const isRepeated = typeof item.id === 'string' && seen.has(item.id);
        if (typeof item.id === 'string') seen.add(item.id);
        if (!isRepeated) yield item;
      }
    }
  }

  return {
    pages,
    firstPage: async () => toPage(await read(firstNumber), firstNumber),
    [Symbol.asyncIterator]: items,
  };
}

function toPage<T>({ items, total }: WirePage<T>, page: number): Page<T> {
  return { items, page, total: total ?? undefined };
}

/**
 * An empty page ends the list, whatever count the server states. Without a count, a page that is not full ends it too.
 */
export function isLastPage<T>(page: WirePage<T>, number: number, askedFor: number = Number.POSITIVE_INFINITY): boolean {
  const { items, total_pages: totalPages, per_page: perPage } = page;
  if (items.length === 0) return true;
  return typeof totalPages === 'number' ? number >= totalPages : items.length < (perPage ?? askedFor);
}
