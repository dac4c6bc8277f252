import type { Surface, SurfaceField } from './surface.ts';

/** The items that only one side has. */
export interface OneSided {
  readonly onlyOurs: readonly string[];
  readonly onlyTheirs: readonly string[];
}

/** The difference of a field: required by one side only, or different values. */
export interface FieldDifference {
  readonly field: string;
  readonly requiredBy?: 'us' | 'them';
  readonly values?: OneSided;
}

export interface OperationDifference {
  readonly operation: string;
  readonly fields: OneSided;
  readonly differences: readonly FieldDifference[];
}

export interface Comparison {
  readonly isSame: boolean;
  readonly operations: OneSided;
  /** The operations that both sides describe, but differently. */
  readonly changed: readonly OperationDifference[];
}

/** Compares the requests and responses of two descriptions. */
export function compareSurfaces(ours: Surface, theirs: Surface): Comparison {
  const operations = oneSided(ours, theirs);
  const changed = [...ours].flatMap(([operation, ourFields]): OperationDifference[] => {
    const theirFields = theirs.get(operation);
    if (theirFields === undefined) return [];
    const fields = withoutInner(oneSided(ourFields, theirFields));
    const differences = differencesOf(ourFields, theirFields);
    return isEmpty(fields) && differences.length === 0 ? [] : [{ operation, fields, differences }];
  });
  return { isSame: isEmpty(operations) && changed.length === 0, operations, changed };
}

function differencesOf(
  ours: ReadonlyMap<string, SurfaceField>,
  theirs: ReadonlyMap<string, SurfaceField>,
): FieldDifference[] {
  return [...ours].flatMap(([field, mine]) => {
    const other = theirs.get(field);
    if (other === undefined) return [];
    const values = oneSided(mine.values, other.values);
    const requiredBy = mine.required ? ('us' as const) : ('them' as const);
    const difference = {
      ...(mine.required === other.required ? {} : { requiredBy }),
      ...(isEmpty(values) ? {} : { values }),
    };
    return Object.keys(difference).length === 0 ? [] : [{ field, ...difference }];
  });
}

interface Keyed {
  keys(): Iterable<string>;
  has(key: string): boolean;
}

function oneSided(ours: Keyed, theirs: Keyed): OneSided {
  return {
    onlyOurs: [...ours.keys()].filter((key) => !theirs.has(key)),
    onlyTheirs: [...theirs.keys()].filter((key) => !ours.has(key)),
  };
}

/** Leaves out the members of missing objects. */
function withoutInner({ onlyOurs, onlyTheirs }: OneSided): OneSided {
  const outermost = (places: readonly string[]): string[] =>
    places.filter((place) => !places.some((other) => place.startsWith(`${other}.`) || place.startsWith(`${other}[`)));
  return { onlyOurs: outermost(onlyOurs), onlyTheirs: outermost(onlyTheirs) };
}

function isEmpty({ onlyOurs, onlyTheirs }: OneSided): boolean {
  return onlyOurs.length + onlyTheirs.length === 0;
}
