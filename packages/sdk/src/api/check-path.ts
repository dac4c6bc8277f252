import { show } from '../config/values.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';

/**
 * Returns the path if it stays below the base URL, on every server and proxy that may decode it.
 *
 * @throws ConfigurationError for anything that names another host, or leaves the base URL's path.
 */
export function checkPath(path: unknown): string {
  const fail = (problem: string, hint: string): never => {
    throw new ConfigurationError('path', `${problem}; got ${show(path)}`, hint);
  };
  if (typeof path !== 'string') return fail('must be a string', 'Pass a path such as "/v1/tasks"');
  const [route = ''] = path.split('?');
  const decoded = decodeSeparators(route);
  if (!/^\/(?![/\\])/.test(decoded))
    return fail('must start with one slash', 'Pass a path below the base URL, such as "/v1/tasks"');
  if (/[\\#\s\p{Cc}\p{Surrogate}]/u.test(path))
    return fail('contains a backslash, "#" or white space', 'Use `encodeURIComponent` for ids, and `query`');
  if (/[/\\]\.\.?(?=[/\\;]|$)/.test(decoded)) return fail('has a segment "." or ".."', 'Write the whole path');
  return path;
}

/** Decodes what separates segments, also if it is encoded more than once. */
function decodeSeparators(route: string): string {
  const decoded = route.replace(/%(?:25|2e|2f|5c)/gi, decodeURIComponent);
  return decoded === route ? route : decodeSeparators(decoded);
}
