/**
 * The first characters of a text, at most `length`. Halves of characters are left out, at the cut and elsewhere: no text
 * that has one can be encoded, for example for a URL.
 */
export function beginningOf(text: string, length: number): string {
  return text.slice(0, length).replace(/\p{Cs}/gu, '');
}
