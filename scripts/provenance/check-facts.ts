import type { Facts } from './facts.ts';

/** Finds tags in facts.yaml that do not exist: of facts in rows and differences, and of sources in facts. */
export function unknownTags({ sources, facts, operations, tables, differences }: Facts): string[] {
  const rows = [...operations, ...tables].filter(({ source }) => source === 'facts');
  const cited = [
    ...rows.map(({ where }) => [where.split(' ')[0] ?? '', `The row "${where}"`] as const),
    ...differences.map(({ fact, fields }) => [fact, `The difference of ${fields.join(', ')}`] as const),
  ];
  const ofFacts = cited
    .filter(([tag]) => facts[tag] === undefined)
    .map(([tag, place]) => `${place} names ${tag}, which is no fact`);
  const ofSources = Object.entries(facts).flatMap(([tag, fact]) =>
    fact.sources
      .filter((source) => sources[source] === undefined)
      .map((source) => `The fact ${tag} names ${source}, which is no source`),
  );
  return [...ofFacts, ...ofSources];
}
