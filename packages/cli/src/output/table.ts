import Table from 'cli-table3';
import stringWidth from 'string-width';
import { toOneLine } from './control-characters.ts';

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | null | undefined;
  /** The fewest columns to which it may be cut. Without it, it is cut last. */
  readonly min?: number;
}

/** Rows for a pipe: one a line, separated by tabs, whole values, no header. Backslash, tab and line breaks are escaped. */
export function toTabSeparated<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  return rows.map((row) => `${columns.map(({ value }) => escapeCell(value(row) ?? '')).join('\t')}\n`).join('');
}

function escapeCell(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

const gap = 2;
const noLines = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid']
    .concat(['mid', 'mid-mid', 'right', 'right-mid', 'middle'])
    .map((place) => [place, '']),
);

/** Rows for a terminal of this width, with a header. Wide columns are cut. */
export function toTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { width, header }: { readonly width: number; readonly header: (text: string) => string },
): string {
  const cells = rows.map((row) => columns.map(({ value }) => toOneLine(value(row) ?? '')));
  const titles = columns.map(({ title }) => title.toUpperCase());
  const colWidths = fitWidths([titles, ...cells], columns, width);
  const table = new Table({
    chars: noLines,
    colWidths: colWidths.map((columnWidth) => columnWidth + gap),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': gap },
  });
  table.push(titles.map(header), ...cells);
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

/** The widths that fit into the line. Columns with a minimum are cut first, the widest first. */
function fitWidths<Row>(
  cells: readonly (readonly string[])[],
  columns: readonly Column<Row>[],
  width: number,
): number[] {
  const wanted = columns.map((_, index) => Math.max(1, ...cells.map((row) => stringWidth(row[index] ?? ''))));
  const available = Math.max(columns.length * 2, width - gap * columns.length);
  const floors = columns.map(({ min }, index) => Math.min(wanted[index] ?? 1, min ?? wanted[index] ?? 1));
  return shrink(
    shrink(wanted, floors, available),
    columns.map(() => 2),
    available,
  );
}

/** Takes from the widest column that is above its floor until the sum fits. */
function shrink(wanted: readonly number[], floors: readonly number[], available: number): number[] {
  const widths = [...wanted];
  for (let excess = widths.reduce((sum, one) => sum + one, 0) - available; excess > 0; excess -= 1) {
    let widest = -1;
    widths.forEach((one, index) => {
      if (one > (floors[index] ?? 0) && (widest < 0 || one > (widths[widest] ?? 0))) widest = index;
    });
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
  return widths;
}
