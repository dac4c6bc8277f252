import { textTable } from '../spec/text-table.ts';
import type { Coverage } from './coverage.ts';
import type { Facts } from './facts.ts';

/** Renders the coverage for a terminal. */
export function coverageReport(coverage: Coverage, facts: Facts): string {
  const { rows, totals, deliberate, problems, stale, sourceProblems } = coverage;
  const checked = rows.reduce((sum, row) => sum + row.checked, 0);
  return [
    textTable(
      ['source', 'table', 'rows', 'deliberate', 'problems'],
      rows.map((row) => [row.source, row.where, row.checked, row.deliberate, row.problems]),
    ),
    ...['S1', 'S2'].map((tag) => `${tag}: ${facts.sources[tag]?.name}`),
    'facts: the fact with this tag in openapi/FACTS.md',
    '',
    `${checked} rows of the documents checked.`,
    `${totals.operations} operations, ${totals.schemas} schemas, ${totals.fields} fields, ${totals.parameters} parameters, ` +
      `${totals.examples} examples (served ${totals.servedExamples} times).`,
    ...section(
      'Different on purpose',
      deliberate.map((each) => `${describe(each)}\n    ${each.fact}: ${each.reason}`),
    ),
    ...section('Missing or different', problems.map(describe)),
    ...section('Listed as different, but equal', stale),
    ...section('Without a source', sourceProblems),
  ].join('\n');
}

function describe({ source, where, place, aspect, documents, description }: Coverage['problems'][number]): string {
  return `${place} (${aspect}): ${source}, ${where}: ${show(documents)}; description: ${show(description)}`;
}

function show(value: unknown): string {
  return value === undefined ? 'none' : typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title} (${lines.length})`, ...lines.map((line) => `  ${line}`)];
}
