/**
 * Suggests the known name that `name` misspells: with other case or underscores, or with one letter added, left out,
 * replaced or swapped with its neighbour. From eight letters on, it may be two.
 */
export function suggest(known: readonly string[], name: string): string | undefined {
  const given = plain(name);
  const near = known.find((other) => isWithin(given.length < 8 ? 1 : 2, given, plain(other)));
  return near && `Did you mean ${near}?`;
}

/** A name without case and underscores. */
export function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

/** Whether so many edits turn `a` into `b`: the restricted Damerau-Levenshtein distance. Equal beginnings cost nothing. */
function isWithin(edits: number, a: string, b: string): boolean {
  if (a === b) return true;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const rest = (skipA: number, skipB: number): boolean =>
    edits > 0 && isWithin(edits - 1, a.slice(start + skipA), b.slice(start + skipB));
  const isSwap = a[start] === b[start + 1] && a[start + 1] === b[start];
  return rest(1, 0) || rest(0, 1) || rest(1, 1) || (isSwap && rest(2, 2));
}

/**
 * The first member that the server would ignore (openapi/FACTS.md#f42), and the hint for it: it misspells a known one, or
 * `hintFor` knows where it belongs. Other unknown members may be new in the API.
 */
export function findMisplaced(
  value: object,
  known: readonly string[],
  hintFor?: (name: string) => string | undefined,
): readonly [name: string, hint: string] | undefined {
  for (const name of Object.keys(value)) {
    const hint = known.includes(name) ? undefined : (suggest(known, name) ?? hintFor?.(name));
    if (hint !== undefined) return [name, hint];
  }
  return undefined;
}
