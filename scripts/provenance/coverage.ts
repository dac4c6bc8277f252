import type { Document } from '../spec/document.ts';
import { unknownTags } from './check-facts.ts';
import { checkOperation } from './check-operations.ts';
import { checkSources, unfoundedClaims } from './check-sources.ts';
import { checkTable } from './check-tables.ts';
import type { Facts, RowSource } from './facts.ts';
import { type Explained, explain } from './finding.ts';
import { type Totals, totalsOf } from './totals.ts';

/** A row of the coverage table. */
export interface CoverageRow {
  readonly source: RowSource;
  readonly where: string;
  readonly checked: number;
  readonly deliberate: number;
  readonly problems: number;
}

export interface Coverage extends Explained {
  readonly rows: readonly CoverageRow[];
  readonly sourceProblems: readonly string[];
  readonly totals: Totals & { readonly fields: number };
  readonly isComplete: boolean;
}

/** Compares a description with the facts. */
export function coverageOf(document: Document, facts: Facts): Coverage {
  const findings = [
    ...facts.operations.flatMap((fact) => checkOperation(document, fact)),
    ...facts.tables.flatMap((table) => checkTable(document, table)),
  ];
  const explained = explain(findings, facts.differences);
  const { fields, problems } = checkSources(document, facts);
  const sourceProblems = [...problems, ...unfoundedClaims(document, facts), ...unknownTags(facts)];
  return {
    ...explained,
    rows: rowsOf(facts, explained),
    sourceProblems,
    totals: { ...totalsOf(document), fields },
    isComplete: explained.problems.length + explained.stale.length + sourceProblems.length === 0,
  };
}

function rowsOf(facts: Facts, { problems, deliberate }: Explained): CoverageRow[] {
  const tables = facts.tables.map(({ source, where, fields }) => ({
    source,
    where,
    checked: Object.keys(fields).length,
  }));
  const operations = [...new Set(facts.operations.map(({ source }) => source))].map((source) => ({
    source,
    where: 'paths',
    checked: facts.operations.filter((fact) => fact.source === source).length,
  }));
  const places = new Map(facts.operations.map(({ operation }) => [operation, 'paths']));
  const countIn = (list: Explained['problems'], source: RowSource, where: string): number =>
    list.filter((each) => each.source === source && (places.get(each.place) ?? each.where) === where).length;
  return [...operations, ...tables].map((row) => ({
    ...row,
    deliberate: countIn(deliberate, row.source, row.where),
    problems: countIn(problems, row.source, row.where),
  }));
}
