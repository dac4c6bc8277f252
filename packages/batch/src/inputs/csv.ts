import { createReadStream } from 'node:fs';
import { type CsvError, parse } from 'csv-parse';
import type { BatchItem } from '../batch/types.ts';
import { BatchInputError } from '../errors/batch-errors.ts';
import { checkMembers, fail } from '../options/checks.ts';
import { checkPath } from './check-path.ts';
import { unreadable } from './file-lines.ts';
import { type LinePlace, locate } from './located.ts';

/** One row, by the names of the first one. */
export type CsvRow = Readonly<Record<string, string>>;

/** The text of an item, with `{{column}}` for the values of its row, or a function that makes the item. */
export type CsvTemplate = string | ((row: CsvRow) => BatchItem);

/** Options of `csv`. */
export interface CsvOptions {
  /** The column whose value is the key of the item. @defaultValue the position is the key */
  readonly key?: string | undefined;
  /** What stands between two values. @defaultValue "," */
  readonly delimiter?: string | undefined;
}

/**
 * Reads items from a file of comma-separated values, whose first row names the columns.
 *
 * @example
 * await batch.add(csv('reviews.csv', 'Which mood has this review? {{text}}', { key: 'id' }));
 *
 * @throws ConfigurationError if an argument is invalid.
 * @throws BatchInputError while it is read, naming file and line: for broken quotes, a row with too few or too many values,
 * and a column that the file does not have.
 */
export function csv(path: string, template: CsvTemplate, options: CsvOptions = {}): AsyncIterable<BatchItem> {
  checkPath(path);
  checkMembers('csv', options, { key: true, delimiter: true } satisfies Record<keyof CsvOptions, true>);
  if (typeof template !== 'function' && (typeof template !== 'string' || template === ''))
    fail(
      'template',
      'must be a text with {{column}}, or a function of the row',
      'Pass "Sum up: {{text}}", for example',
    );
  return {
    async *[Symbol.asyncIterator]() {
      for await (const { row, place } of readRows(path, options))
        yield locate(toItem(row, place, template, options), place);
    },
  };
}

interface Row {
  readonly row: CsvRow;
  readonly place: LinePlace;
}

async function* readRows(file: string, { delimiter = ',' }: CsvOptions): AsyncGenerator<Row, void, undefined> {
  const parser = parse({ columns: true, bom: true, info: true, raw: true, skip_empty_lines: true, delimiter });
  const source = createReadStream(file);
  source.on('error', (error) => parser.destroy(error));
  try {
    for await (const { record, info, raw } of source.pipe(parser) as AsyncIterable<ParsedRow>) {
      // The parser counts the lines up to the end of the record, which may contain some itself.
      const inside =
        raw
          .replace(/^\s*\n/, '')
          .trimEnd()
          .split('\n').length - 1;
      yield { row: record, place: { file, line: info.lines - inside } };
    }
  } catch (error) {
    throw explain(file, error);
  } finally {
    source.destroy();
  }
}

interface ParsedRow {
  readonly record: CsvRow;
  readonly raw: string;
  readonly info: { readonly lines: number };
}

function explain(file: string, error: unknown): unknown {
  const { code, lines, column, message } = error as CsvError & { readonly lines?: number; readonly column?: unknown };
  if (!code?.startsWith('CSV_')) return unreadable(file, error);
  const place = { file, line: lines, column: typeof column === 'number' ? column + 1 : undefined };
  return new BatchInputError(message, place, { cause: error });
}

function toItem(
  row: CsvRow,
  place: LinePlace,
  template: CsvTemplate,
  { key }: CsvOptions,
): { key?: string; request: never } {
  const item = typeof template === 'function' ? template(row) : { request: fillIn(template, row, place) };
  const whole = typeof item === 'object' && item !== null && 'request' in item ? item : { request: item };
  return { ...(key !== undefined && { key: columnOf(row, key, place) }), ...whole } as { key?: string; request: never };
}

function fillIn(template: string, row: CsvRow, place: LinePlace): string {
  return template.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, name: string) => columnOf(row, name, place));
}

function columnOf(row: CsvRow, name: string, place: LinePlace): string {
  if (Object.hasOwn(row, name)) return row[name] ?? '';
  const names = Object.keys(row).map((column) => JSON.stringify(column));
  throw new BatchInputError(`there is no column ${JSON.stringify(name)}; the file has ${names.join(', ')}`, place);
}
