import { distance } from 'fastest-levenshtein';

/** The name that was probably meant, as a sentence to append; empty if none is near. */
export function suggest(given: string, known: readonly string[]): string {
  const near = known
    .map((name) => ({ name, edits: distance(given.toLowerCase(), name.toLowerCase()) }))
    .sort((one, other) => one.edits - other.edits)
    .find(({ name, edits }) => edits <= Math.max(2, name.length / 3) || isBeginning(given, name));
  return near === undefined ? '' : ` Did you mean ${near.name}?`;
}

const shortestBeginning = 3;

function isBeginning(given: string, name: string): boolean {
  return given.length >= shortestBeginning && name.startsWith(given);
}
