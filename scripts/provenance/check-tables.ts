import { isDeepStrictEqual } from 'node:util';
import { type Document, operationsOf, type Schema } from '../spec/document.ts';
import { type SchemaView, viewOf } from '../spec/schema-view.ts';
import type { Aspect, FactTable, FieldFact } from './facts.ts';
import type { Finding } from './finding.ts';

/** A field of the description. */
interface Field {
  readonly view: SchemaView;
  readonly required: boolean;
  readonly sources: unknown;
}

/** Compares every row of a table with the description. */
export function checkTable(document: Document, table: FactTable): Finding[] {
  const { source, where, rendered = false, fields } = table;
  const owner = table.schema ?? table.parametersOf ?? '';
  const fieldOf = table.schema === undefined ? parameterFinder(document, owner) : memberFinder(document, owner);
  return Object.entries(fields).flatMap(([name, fact]): Finding[] => {
    const place = `${owner}.${name}`;
    const field = fieldOf(name);
    if (field === undefined) {
      return [{ source, where, place, aspect: 'existence', documents: 'present', description: 'missing' }];
    }
    const differences = differencesOf(statementsOf(fact, rendered), field);
    const claims = Array.isArray(field.sources) ? field.sources : [];
    const claim: Finding[] =
      source === 'facts' || claims.includes(source)
        ? []
        : [{ source, where, place, aspect: 'x-source', documents: source, description: claims }];
    return [...differences.map((difference) => ({ source, where, place, ...difference })), ...claim];
  });
}

function statementsOf({ required, ...fact }: FieldFact, rendered: boolean): [Aspect, unknown][] {
  const said = Object.entries(fact) as [Aspect, unknown][];
  const requiredness: [Aspect, unknown][] =
    required === 'unstated' || (required === undefined && !rendered) ? [] : [['required', required ?? false]];
  const noDefault: [Aspect, unknown][] = rendered && !('default' in fact) ? [['default', undefined]] : [];
  return [...said, ...requiredness, ...noDefault];
}

function differencesOf(
  statements: readonly [Aspect, unknown][],
  field: Field,
): Pick<Finding, 'aspect' | 'documents' | 'description'>[] {
  return statements.flatMap(([aspect, documents]) => {
    const description = actual[aspect](field);
    const [left, right] = aspect === 'enum' ? [sorted(documents), sorted(description)] : [documents, description];
    return isDeepStrictEqual(left, right) ? [] : [{ aspect, documents, description }];
  });
}

const actual: Record<Aspect, (field: Field) => unknown> = {
  type: ({ view }) => [...view.types].sort().join(' or '),
  format: ({ view }) => view.format,
  nullable: ({ view }) => view.nullable,
  required: ({ required }) => required,
  default: ({ view }) => view.default,
  enum: ({ view }) => [...view.values],
};

function sorted(values: unknown): unknown {
  return Array.isArray(values) ? values.map(String).sort() : values;
}

function memberFinder(document: Document, schemaName: string): (path: string) => Field | undefined {
  const root = document.components?.schemas?.[schemaName];
  return (path) => {
    if (root === undefined) return undefined;
    let field: Field = { view: viewOf(document, root), required: true, sources: undefined };
    for (const name of path.split('.')) {
      const member = field.view.properties.get(name);
      if (member === undefined) return undefined;
      field = {
        view: viewOf(document, member),
        required: field.view.required.has(name),
        sources: member['x-source'],
      };
    }
    return field;
  };
}

function parameterFinder(document: Document, operationId: string): (name: string) => Field | undefined {
  const located = operationsOf(document).find(({ operation }) => operation.operationId === operationId);
  return (wanted) => {
    const parameter = located?.parameters.find(({ name }) => name === wanted);
    if (parameter === undefined) return undefined;
    const schema: Schema = parameter.schema ?? {};
    return {
      view: viewOf(document, schema),
      required: parameter.required ?? false,
      sources: parameter['x-source'],
    };
  };
}
