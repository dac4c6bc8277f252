import { isObject } from '../config/validators.ts';
import type { ValidationIssue } from '../models.ts';

/** The reason in the body of an error response. */
export interface ErrorBody {
  readonly detail: string | undefined;
  readonly issues: readonly ValidationIssue[] | undefined;
}

const longestDetail = 500;
/** How deep a message is looked for. The API nests up to three `detail`s (openapi/FACTS.md#a6). */
const deepest = 6;

/** Finds the reason in an error body of any form that the API has: a text, a list, nested, a web page, empty. */
export function readErrorBody(body: unknown): ErrorBody {
  const issues = findIssues(body);
  const detail = issues === undefined ? findText(body, 0) : issues.map(describeIssue).join('; ');
  return { detail: detail?.slice(0, longestDetail), issues };
}

/** Parses a text as JSON. Returns the text itself if it is not JSON. */
export function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function describeIssue({ loc, msg }: ValidationIssue): string {
  return loc.length === 0 ? msg : `${loc.join('.')}: ${msg}`;
}

function findIssues(body: unknown): readonly ValidationIssue[] | undefined {
  const detail = isObject(body) ? body.detail : undefined;
  if (!Array.isArray(detail)) return undefined;
  const issues = detail.flatMap((item: unknown) => (isObject(item) ? [toIssue(item)] : []));
  return issues.length === 0 ? undefined : issues;
}

/** Copies three members only, because `input` and `ctx` repeat what was sent. */
function toIssue(item: Record<string, unknown>): ValidationIssue {
  const loc = Array.isArray(item.loc)
    ? item.loc.filter((part) => typeof part === 'string' || typeof part === 'number')
    : [];
  return {
    loc,
    msg: typeof item.msg === 'string' ? item.msg : 'invalid',
    type: typeof item.type === 'string' ? item.type : 'unknown',
  };
}

function findText(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return readableText(value);
  if (depth > deepest) return undefined;
  if (Array.isArray(value)) return value.map((item) => findText(item, depth + 1)).find((text) => text !== undefined);
  if (!isObject(value)) return undefined;
  for (const name of ['detail', 'message', 'error', 'description', 'title', 'msg']) {
    const text = findText(value[name], depth + 1);
    if (text !== undefined) return text;
  }
  return undefined;
}

function readableText(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (trimmed.startsWith('<')) return pageTitle(trimmed);
  return innermostPythonDetail(trimmed) ?? trimmed;
}

function pageTitle(html: string): string {
  const title = /<title[^>]*>([^<]{1,200})<\/title>/i.exec(html.slice(0, 10_000))?.[1]?.trim();
  return title ? `a web page titled "${title}"` : 'a web page';
}

/** Reads the text in a printed Python dictionary: `429: {'detail': {'detail': 'text'}}` (openapi/FACTS.md#a6). */
function innermostPythonDetail(text: string): string | undefined {
  if (!/^\d{3}: *\{/.test(text)) return undefined;
  const quoted = /'(?:detail|message|error)': *(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/.exec(text);
  return (quoted?.[1] ?? quoted?.[2])?.replace(/\\(['"\\])/g, '$1');
}
