/** A page of a list, as the API prints it (openapi/FACTS.md#a5). */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly page: number;
  readonly per_page: number;
  readonly total_pages: number;
}

const DEFAULT_PER_PAGE = 20;

/** Returns the page of a list that the validated query parameters select. */
export function paginate<Item>(all: readonly Item[], query: Readonly<Record<string, unknown>>): Page<Item> {
  const page = (query.page as number | undefined) ?? 1;
  const perPage = (query.per_page as number | undefined) ?? DEFAULT_PER_PAGE;
  return {
    items: all.slice((page - 1) * perPage, page * perPage),
    total: all.length,
    page,
    per_page: perPage,
    total_pages: Math.ceil(all.length / perPage),
  };
}
