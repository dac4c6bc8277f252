import { isObject } from '../config/values.ts';
import { beginningOf } from '../errors/beginning-of.ts';
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
  return { detail: detail && beginningOf(detail, longestDetail), issues };
}

/** Parses a text as JSON. Returns the text itself if it is not JSON. */
export function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Whether a body has the API's own form of an error: an object with a `detail`, which may be missing
 * (openapi/FACTS.md#a6).
 *
 * Gateways say `message` or `error` instead. Some send a problem document, which has a `detail`, but a `title` as well.
 */
export function isApiErrorBody(body: unknown): boolean {
  if (!isObject(body) || 'title' in body) return false;
  return 'detail' in body || Object.keys(body).length === 0;
}

/**
 * Whether the API itself has answered with this error. A web page, a text or an empty body is a gateway's, because the
 * API gives a reason in JSON.
 *
 * A 429 of the API may say `message` or `error`. After a 5xx the form does not matter: from either server, it means that
 * the request failed for now.
 */
export function isApiError(status: number, text: string): boolean {
  const body = parseOrText(text);
  return isApiErrorBody(body) || ((status === 429 || status >= 500) && isJson(body, text));
}

/** Whether the value was parsed from the text. A text that is not JSON stands for itself. */
export function isJson(value: unknown, text: string): boolean {
  return typeof value !== 'string' || text.trimStart().startsWith('"');
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
  if (isPage(trimmed)) return pageTitle(trimmed);
  return innermostPythonDetail(trimmed) ?? trimmed;
}

export function isPage(text: string): boolean {
  return text.trimStart().startsWith('<');
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
