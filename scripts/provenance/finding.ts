import type { Aspect, Facts, RowSource } from './facts.ts';

/** A statement of a document that is missing in the description, or differs there. */
export interface Finding {
  readonly source: RowSource;
  readonly where: string;
  /** A field such as `Task.status`, or an operation. */
  readonly place: string;
  readonly aspect: Aspect | 'existence' | 'path' | 'status' | 'key' | 'x-source';
  readonly documents: unknown;
  readonly description: unknown;
}

export interface Explained {
  readonly problems: readonly Finding[];
  readonly deliberate: readonly (Finding & { readonly fact: string; readonly reason: string })[];
  /** Listed differences that do not exist. */
  readonly stale: readonly string[];
}

/** Separates deliberate differences from problems. */
export function explain(findings: readonly Finding[], differences: Facts['differences']): Explained {
  const used = new Set<string>();
  const problems: Finding[] = [];
  const deliberate: Explained['deliberate'][number][] = [];
  for (const finding of findings) {
    const { source, place, aspect } = finding;
    const known = differences.find(
      (each) =>
        each.fields.includes(place) &&
        each.aspects.some((one) => one === aspect) &&
        (each.source === undefined || each.source === source),
    );
    if (known === undefined) {
      problems.push(finding);
    } else {
      used.add(`${place} ${aspect}`);
      deliberate.push({ ...finding, fact: known.fact, reason: known.reason });
    }
  }
  const listed = differences.flatMap(({ fields, aspects }) =>
    fields.flatMap((place) => aspects.map((aspect) => `${place} ${aspect}`)),
  );
  return { problems, deliberate, stale: listed.filter((each) => !used.has(each)) };
}
