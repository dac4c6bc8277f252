import type { Column } from '../output/table.ts';
import type { Session } from '../session.ts';

/** Prints rows: with `--json` as one array, on a terminal as a table that is cut to its width, in a pipe separated by tabs. */
export async function printRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  session: Session,
): Promise<void> {
  if (session.isJson) return session.printJson(rows);
  const { toTable, toTabSeparated } = await import('../output/table.ts');
  if (!session.out.isTerminal) return session.print(toTabSeparated(rows, columns));
  if (rows.length === 0) return session.note('Nothing found.');
  const { out } = session;
  await session.print(toTable(rows, columns, { width: out.width(), header: out.colors.bold }));
}
