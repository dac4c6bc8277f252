import { type Document, isObject, operationsOf, type Schema } from '../spec/document.ts';
import type { Facts } from './facts.ts';

export interface SourceReport {
  readonly fields: number;
  readonly problems: readonly string[];
}

/** Checks that every operation, parameter, header and member names its sources, with tags from facts.yaml. */
export function checkSources(document: Document, { sources }: Facts): SourceReport {
  const tags = new Set(Object.keys(sources));
  const places = [...sourcedPlaces(document)];
  const problems = places.flatMap(([place, value]) => {
    const found = isObject(value) ? value['x-source'] : undefined;
    if (!Array.isArray(found) || found.length === 0) return [`${place} has no x-source`];
    return found.filter((tag) => !tags.has(tag)).map((tag) => `${place} names ${tag}, which is no source`);
  });
  return { fields: places.filter(([, , isField]) => isField).length, problems };
}

type Place = readonly [place: string, value: unknown, isField: boolean];

function* sourcedPlaces(document: Document): Generator<Place> {
  for (const { operation } of operationsOf(document)) yield [String(operation.operationId), operation, false];
  const { schemas = {}, parameters = {}, headers = {} } = document.components ?? {};
  for (const [name, parameter] of Object.entries(parameters)) yield [`parameter ${name}`, parameter, false];
  for (const [name, header] of Object.entries(headers)) yield [`header ${name}`, header, false];
  for (const [name, schema] of Object.entries(schemas)) {
    if (schema.enum !== undefined) yield [name, schema, false];
    yield* membersOf(name, schema);
  }
}

/** The members of a schema itself. Referenced schemas are visited separately. */
function* membersOf(name: string, schema: Schema): Generator<Place> {
  for (const [member, inner] of Object.entries(schema.properties ?? {})) {
    yield [`${name}.${member}`, inner, true];
    yield* membersOf(`${name}.${member}`, inner);
  }
  for (const part of [...(schema.allOf ?? []), ...(schema.oneOf ?? [])]) yield* membersOf(name, part);
}

/** Finds members that name a page as their source although its tables do not contain them. */
export function unfoundedClaims(document: Document, { tables }: Facts): string[] {
  const known = new Set(
    tables.flatMap(({ source, fields }) =>
      Object.keys(fields).flatMap((path) => path.split('.').map((member) => `${source} ${member}`)),
    ),
  );
  return Object.entries(document.components?.schemas ?? {}).flatMap(([name, schema]) =>
    Object.entries(schema.properties ?? {}).flatMap(([member, { 'x-source': sources }]) =>
      (Array.isArray(sources) ? sources : [])
        .filter((tag) => (tag === 'S1' || tag === 'S2') && !known.has(`${tag} ${member}`))
        .map((tag) => `${name}.${member} claims ${tag}, whose tables do not have it`),
    ),
  );
}
