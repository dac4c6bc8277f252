import { toUSVString } from 'node:util';

/**
 * A text as both databases can store it: PostgreSQL has no U+0000, and neither has lone surrogates. Ordinary texts stay
 * as they are; quotes and backslashes get a backslash, control characters become `\u0000`.
 */
export function escapeText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

export function unescapeText(text: string): string {
  return JSON.parse(`"${text}"`) as string;
}

const longestShown = 80;

/** The beginning of a text on one line, for dashboards. */
export function shorten(text: string): string {
  const line = text
    .slice(0, longestShown * 4)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return toUSVString(line.slice(0, longestShown));
}
