import { distance } from 'fastest-levenshtein';

/** The name that was probably meant, as a sentence to append; empty if none is near. */
export function suggest(given: string, known: readonly string[]): string {
  const near = known
    .map((name) => ({ name, edits: distance(given.toLowerCase(), name.toLowerCase()) }))
    .sort((one, other) => one.edits - other.edits)[0];
  return near !== undefined && near.edits <= Math.max(2, near.name.length / 3) ? ` Did you mean ${near.name}?` : '';
}
