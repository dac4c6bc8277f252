import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Hooks } from '../options/client-options.ts';
import { userMembers } from './known-members.ts';
import { findMisplaced, suggest } from './near-miss.ts';
import { isHeaderValue, isObject, show } from './values.ts';

/** Returns what is wrong with a value and how to fix it; `undefined` if the value is valid. */
export type Check = (value: unknown) => readonly [problem: string, hint: string] | undefined;

export const check =
  (isValid: (value: unknown) => boolean, expected: string, hint: string): Check =>
  (value) =>
    isValid(value) ? undefined : [`must be ${expected}; got ${show(value)}`, hint];

export const milliseconds: Check = check(
  isAmount,
  'a number of milliseconds',
  'Use 0 for no limit, or a positive number',
);

export const pollInterval: Check = check(
  (value) => typeof value === 'function' || isAmount(value),
  'a number of milliseconds or a function',
  'Use 50 or more, or a function that returns such a number',
);

export const count: Check = check(
  (value) => isAmount(value) && Number.isInteger(value),
  'a whole number',
  'Use 0, 1, 2, …',
);

export const positiveCount: Check = check(
  (value) => isAmount(value) && Number.isInteger(value) && value > 0,
  'a positive whole number',
  'Use 1, 2, 3, …',
);

export const callback: Check = check(
  (value) => typeof value === 'function',
  'a function',
  'Pass a function, or leave it out',
);

export const flag: Check = check((value) => typeof value === 'boolean', 'a boolean', 'Pass true or false');

export const text: Check = check(
  (value) => typeof value === 'string' && value !== '',
  'a non-empty string',
  'Pass a string, or leave it out',
);

export const runKey: Check = check(
  (value) => typeof value === 'string' && /^.{1,1024}$/su.test(value),
  'a key of 1 to 1,024 characters',
  'Pass what identifies the job, such as its id',
);

const onceMembers: Readonly<Record<string, Check>> = { key: runKey, isFirst: flag, graceMs: milliseconds };

export const once: Check = (value) => {
  if (!isObject(value)) return runKey(value);
  for (const [name, member] of Object.entries({ key: undefined, ...value })) {
    const memberCheck = onceMembers[name];
    if (memberCheck === undefined)
      return [`${show(name)} is not a member`, suggestOneOf(Object.keys(onceMembers), name)];
    const mistake = member === undefined && name !== 'key' ? undefined : memberCheck(member);
    if (mistake !== undefined) return [`${name} ${mistake[0]}`, mistake[1]];
  }
  return undefined;
};

export const task: Check = check(
  (value) => isObject(value) && typeof value.id === 'string',
  'a task',
  'Pass a task that `tasks.get` returned',
);

export const signal: Check = check(
  (value) => isObject(value) && typeof value.aborted === 'boolean' && typeof value.addEventListener === 'function',
  'an AbortSignal',
  'Pass the signal of an AbortController',
);

export const clock: Check = (value) => {
  if (!isObject(value) || typeof value.now !== 'function' || typeof value.sleep !== 'function')
    return [`must be a clock; got ${show(value)}`, 'Pass { now(), sleep(ms, signal) }'];
  const nowMs: unknown = value.now();
  if (Number.isFinite(nowMs)) return undefined;
  return [`now() must return a number of milliseconds; got ${show(nowMs)}`, 'Return `Date.now()`, for example'];
};

const isRateLimit = (value: unknown): boolean =>
  isObject(value) && isAmount(value.requests) && value.requests >= 1 && isAmount(value.perMs) && value.perMs > 0;

const fixedRateLimit = check(
  isRateLimit,
  'a rate limit of at least 1 request',
  'Pass { requests, perMs }, such as { requests: 100, perMs: 60_000 }, or "off"',
);

/** A limit that has a `take` is a shared one. */
export const rateLimit: Check = (value) => {
  if (value === 'off') return undefined;
  if (!isObject(value) || !('take' in value)) return fixedRateLimit(value);
  const { take, pause, fallback } = value;
  if (typeof take !== 'function') return ['take must be a function', 'Pass { take({ signal }), pause?, fallback? }'];
  if (pause !== undefined && typeof pause !== 'function') return ['pause must be a function', 'Leave it out'];
  if (fallback === undefined || isRateLimit(fallback)) return undefined;
  return ['fallback must be a rate limit of at least 1 request', 'Pass { requests, perMs }'];
};

export const oneOf = (...allowed: readonly string[]): Check =>
  check(
    (value) => allowed.some((known) => known === value),
    'a known value',
    `Use ${allowed.map((value) => JSON.stringify(value)).join(' or ')}`,
  );

/** Does not show the value, because it may be a key. */
export const apiKey: Check = (value) =>
  typeof value === 'string' || typeof value === 'function'
    ? undefined
    : ['must be a string or a function', 'Pass the key, or a function that returns it'];

/** Requires both members, because the API rejects a user with an id alone (openapi/FACTS.md#f1). */
export const user: Check = (value) => {
  if (!isObject(value)) return [`must be an object; got ${show(value)}`, 'Pass { id, email }'];
  const misplaced = findMisplaced(value, userMembers);
  if (misplaced !== undefined) return [`${show(misplaced[0])} is not a member of a user`, misplaced[1]];
  if (typeof value.id !== 'string' || value.id === '') return ['`id` is missing', 'Pass both `id` and `email`'];
  return typeof value.email === 'string' ? undefined : ['`email` is missing', 'Pass both `id` and `email`'];
};

/** Headers that only `fetch` itself may set. */
const headersOfFetch: readonly string[] = [
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
];

/** Shows names only, because a value may be a secret. */
export const headers: Check = (value) => {
  // A Headers object has no own entries, so it would pass for an empty object.
  if (!isObject(value) || Symbol.iterator in value) return ['must be a plain object', 'Pass { name: value }'];
  for (const [name, content] of Object.entries(value)) {
    if (name.toLowerCase() === 'x-api-key')
      return [`must not contain ${show(name)}`, 'Pass the key as `apiKey` of the client'];
    if (headersOfFetch.includes(name.toLowerCase()))
      return [`must not contain ${show(name)}, which \`fetch\` sets itself`, 'Leave it out'];
    const isValid = /^[\w!#$%&'*+.^`|~-]+$/.test(name) && typeof content === 'string' && isHeaderValue(content);
    if (!isValid) return [`${show(name)} is not a valid header`, 'Use plain names, and values without line breaks'];
  }
  return undefined;
};

export const hookNames = Object.keys({
  onRequest: true,
  onResponse: true,
  onError: true,
  onRetry: true,
  onPoll: true,
  onReconnect: true,
  onThrottle: true,
  around: true,
} satisfies Record<keyof Hooks, true>) as readonly (keyof Hooks)[];

export const hooks: Check = (value) => {
  if (!isObject(value)) return [`must be an object; got ${show(value)}`, 'Pass { onRequest, … }'];
  for (const [name, hook] of Object.entries(value)) {
    if (!hookNames.some((known) => known === name))
      return [`${show(name)} is not a hook`, suggestOneOf(hookNames, name)];
    const mistake = hook === undefined ? undefined : callback(hook);
    if (mistake !== undefined) return [`${name} ${mistake[0]}`, mistake[1]];
  }
  return undefined;
};

/**
 * Returns the id if it can be one segment of a URL's path.
 *
 * @throws ConfigurationError for an empty id, `.`, `..`, or an id with white space around it.
 */
export function checkId(name: string, id: unknown): string {
  if (typeof id !== 'string') throw new ConfigurationError(name, `must be a string; got ${show(id)}`, 'Pass the id');
  const hint = 'Copy the id from xpander.ai or from a task';
  if (id.trim() === '') throw new ConfigurationError(name, 'is empty', hint);
  if (id === '.' || id === '..') throw new ConfigurationError(name, `${show(id)} would change the URL's path`, hint);
  if (id !== id.trim()) throw new ConfigurationError(name, `${show(id)} has white space around it`, 'Trim it');
  // A URL cannot contain half of a surrogate pair.
  if (/\p{Surrogate}/u.test(id)) throw new ConfigurationError(name, 'contains a broken character', hint);
  return id;
}

/** A hint for an unknown name: the known one that it misspells, or all of them. */
export function suggestOneOf(known: readonly string[], name: string): string {
  return suggest(known, name) ?? `Use one of: ${known.join(', ')}`;
}

/** Whether a name is one that callers give to the id of a thread. */
export function isThreadId(name: string): boolean {
  return /^((task|thread|conversation|session)_?)?id$/i.test(name);
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
