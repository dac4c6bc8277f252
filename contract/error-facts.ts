/** Reads documented error bodies without the SDK, so that its results can be compared. */

/** The error message in a body of any documented form. */
export function reasonIn(body: unknown): string | undefined {
  if (typeof body === 'string') {
    const title = /<title>(.*)<\/title>/.exec(body)?.[1];
    if (title !== undefined) return `a web page titled "${title}"`;
    return /^\d{3}: \{'detail': '(.*)'\}$/.exec(body)?.[1] ?? body;
  }
  const issues = issuesIn(body);
  if (issues !== undefined) return issues.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; ');
  return reasonIn((body as { detail: unknown }).detail);
}

interface Issue {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

/** The issues of a 422, without the refused values that they contain. */
export function issuesIn(body: unknown): readonly Issue[] | undefined {
  const { detail } = Object(body) as { detail?: unknown };
  if (!Array.isArray(detail)) return undefined;
  return (detail as readonly Issue[]).map(({ loc, msg, type }) => ({ loc, msg, type }));
}
