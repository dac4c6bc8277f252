/**
 * Whether a framework threw this to steer itself: Next.js leaves a prerender or redirects, React postpones a part of a page.
 *
 * It is no failure of the request, and the framework has to get the same object back. It is recognized by its shape: a
 * `digest` in capitals. The digests that frameworks put on ordinary errors are numbers.
 */
export function isControlFlow(thrown: unknown): boolean {
  if (typeof thrown !== 'object' || thrown === null) return false;
  const { digest, code, $$typeof } = thrown as { digest?: unknown; code?: unknown; $$typeof?: unknown };
  if ($$typeof === Symbol.for('react.postpone')) return true;
  // A page with `dynamic = "error"` has the second kind.
  return /^[A-Z]+_/.test(String(digest)) || /^NEXT_/.test(String(code));
}
