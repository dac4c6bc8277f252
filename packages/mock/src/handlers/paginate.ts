/** A page of a list, as the API prints it (openapi/FACTS.md#a5). */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly page: number;
  readonly per_page: number;
  readonly total_pages: number;
}

/** The part of a list that is one of its pages. */
export interface PageRange {
  /** Counted from 1. */
  readonly page: number;
  readonly skip: number;
  readonly take: number;
}

const DEFAULT_PER_PAGE = 20;

/** Returns the part of a list that the validated query parameters select. */
export function pageRange(query: Readonly<Record<string, unknown>>): PageRange {
  const page = (query.page as number | undefined) ?? 1;
  const take = (query.per_page as number | undefined) ?? DEFAULT_PER_PAGE;
  return { page, skip: (page - 1) * take, take };
}

export function toPage<Item>(items: readonly Item[], total: number, { page, take }: PageRange): Page<Item> {
  return { items, total, page, per_page: take, total_pages: Math.ceil(total / take) };
}

/** Returns the page of a whole list that the validated query parameters select. */
export function paginate<Item>(all: readonly Item[], query: Readonly<Record<string, unknown>>): Page<Item> {
  const range = pageRange(query);
  return toPage(all.slice(range.skip, range.skip + range.take), all.length, range);
}
