import { type Checks, checkOptions, requestChecks } from '../config/validate-options.ts';
import { type Check, check } from '../config/validators.ts';
import { isObject, show } from '../config/values.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { FetchInit } from '../options/fetch-init.ts';

const methods: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

const isQueryValue = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);

const checkQueryValues: Check = (value) => {
  // A URLSearchParams has no own entries, so it would pass for an empty object.
  if (!isObject(value) || Symbol.iterator in value)
    return [`must be a plain object; got ${show(value)}`, 'Pass { name: value }'];
  const wrong = Object.entries(value).find(([, member]) =>
    Array.isArray(member) ? !member.every(isQueryValue) : member !== undefined && !isQueryValue(member),
  );
  return wrong && [`${show(wrong[0])} must be a text, a number, a boolean or a list of them`, 'Leave it out'];
};

/** Lists and plain objects, of any realm: they would be sent as a text such as "[object Object]". */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
}

const fetchChecks: Checks<FetchInit> = {
  ...requestChecks,
  method: check(
    (value) => typeof value === 'string' && methods.includes(value.toUpperCase()),
    'a method',
    `Use one of: ${methods.join(', ')}`,
  ),
  query: checkQueryValues,
  json: () => undefined,
  body: check(
    (value) => typeof value === 'string' || (typeof value === 'object' && value !== null && !isPlain(value)),
    'a text, bytes or the like',
    'Pass an object as `json`',
  ),
};

/**
 * Returns the method of a request.
 *
 * @throws ConfigurationError for an option that is unknown or invalid, and for a body that could not be sent.
 */
export function checkFetch(init: FetchInit): string {
  checkOptions('init', init, fetchChecks, Object.keys(fetchChecks));
  const { method = 'GET', json, body } = init;
  if (json !== undefined && body !== undefined)
    throw new ConfigurationError('body', 'cannot be sent together with `json`', 'Leave one of them out');
  const name = json === undefined ? 'body' : 'json';
  const verb = method.toUpperCase();
  if (verb === 'GET' && (json !== undefined || body !== undefined))
    throw new ConfigurationError(name, 'cannot be sent with GET', 'Set `method`, for example to "POST"');
  return verb;
}
