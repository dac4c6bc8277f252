/** The part of the report about one benchmark. */
export interface Section {
  readonly title: string;
  /** How it was measured, in one paragraph. */
  readonly method: string;
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
}

export interface Table {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A target, and the measured value. */
export interface Target {
  readonly aim: string;
  readonly found: string;
  readonly isMet: boolean;
}

/** The options of a run. With `isQuick`, there are too few rounds for numbers worth keeping. */
export interface RunOptions {
  readonly isQuick: boolean;
}

/** A benchmark, run by its name or with all others. */
export interface Suite {
  readonly name: string;
  run(options: RunOptions): Promise<Section>;
}

export function toMarkdown({ title, method, tables, targets }: Section): string {
  const shown = tables.map(({ caption, head, rows }) => `${caption}\n\n${toTable(head, rows)}`);
  return [`## ${title}`, method, ...shown, toTargets(targets)].filter((part) => part !== '').join('\n\n');
}

export function toTargets(targets: readonly Target[]): string {
  if (targets.length === 0) return '';
  const rows = targets.map(({ aim, found, isMet }) => [aim, found, isMet ? 'met' : '**missed**']);
  return toTable(['target', 'measured', ''], rows);
}

/** Formats a table as Markdown with aligned columns, so that it is readable in a terminal too. */
function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) => Math.max(3, ...[name, ...rows.map((row) => row[column] ?? '')].map(width)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((size, column) => pad(cells[column] ?? '', size, column > 0 && head.length > 2)).join(' | ')} |`;
  const isRight = (column: number): boolean => column > 0 && head.length > 2;
  const rule = `|${widths.map((size, column) => `${'-'.repeat(size + 1)}${isRight(column) ? ':' : '-'}`).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

function pad(text: string, size: number, isRight: boolean): string {
  const space = ' '.repeat(size - width(text));
  return isRight ? space + text : text + space;
}

/** Counts characters, not UTF-16 units: each character in the cells is one column wide. */
function width(text: string): number {
  return [...text].length;
}

export function ratio(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)}×`;
}

export function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
