import type { Pages } from '@xpander/sdk';

const defaultLimit = 30;

/** The most rows that the API puts on a page. */
const longestPage = 50;

/** Reads a list until there are enough rows. `0` reads all. */
export async function readList<Row>(
  list: (page: { per_page: number }) => Pages<Row>,
  limit: number = defaultLimit,
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of list({ per_page: Math.min(longestPage, limit || longestPage) })) {
    rows.push(row);
    if (rows.length === limit) break;
  }
  return rows;
}
