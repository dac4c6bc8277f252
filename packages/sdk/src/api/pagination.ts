import type { Page } from '../models.ts';

/** A list that is read page by page, as it is iterated. */
export interface Pages<T> extends AsyncIterable<T> {
  /** The pages, from the one that the query names. */
  pages(): AsyncIterable<Page<T>>;
  /** The page that the query names: the first one, unless told otherwise. */
  firstPage(): Promise<Page<T>>;
}

/** A page as the API sends it. */
export interface WirePage<T> {
  readonly items: readonly T[];
  readonly total?: number | null;
  readonly page?: number | null;
  readonly per_page?: number | null;
  readonly total_pages?: number | null;
}

/**
 * Reads pages until there are no more.
 *
 * Lists are sorted by what changed last, so that rows move while runs progress (api-facts A5): a row that turns up on
 * two pages is given once. One that moved to a page already read cannot be noticed.
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

/** An empty page ends the list whatever the server counts; without a count, so does a page that is not full. */
export function isLastPage<T>(page: WirePage<T>, number: number, askedFor: number = Number.POSITIVE_INFINITY): boolean {
  const { items, total_pages: totalPages, per_page: perPage } = page;
  if (items.length === 0) return true;
  return typeof totalPages === 'number' ? number >= totalPages : items.length < (perPage ?? askedFor);
}
