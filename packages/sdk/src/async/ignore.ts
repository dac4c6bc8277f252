/** Handles a rejection that another part of the program reports, or that no longer matters. */
export function ignore(): undefined {
  return undefined;
}
