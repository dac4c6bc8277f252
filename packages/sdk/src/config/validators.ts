import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Hooks } from '../options/client-options.ts';

/** Says what is wrong with a value and how to mend it, or nothing. */
export type Check = (value: unknown) => readonly [problem: string, hint: string] | undefined;

const check =
  (isRight: (value: unknown) => boolean, problem: string, hint: string): Check =>
  (value) =>
    isRight(value) ? undefined : [`${show(value)} ${problem}`, hint];

export const milliseconds: Check = check(
  isAmount,
  'is not a number of milliseconds',
  'Use 0 for no limit, or a positive number',
);

export const count: Check = check(
  (value) => isAmount(value) && Number.isInteger(value),
  'is not a count',
  'Use 0, 1, 2, …',
);

export const positiveCount: Check = check(
  (value) => isAmount(value) && Number.isInteger(value) && value > 0,
  'is not a positive count',
  'Use 1, 2, 3, …',
);

export const callback: Check = check(
  (value) => typeof value === 'function',
  'is not a function',
  'Pass a function, or leave it out',
);

export const flag: Check = check((value) => typeof value === 'boolean', 'is not a boolean', 'Pass true or false');

export const text: Check = check(
  (value) => typeof value === 'string' && value !== '',
  'is not a non-empty string',
  'Pass a string, or leave it out',
);

export const task: Check = check(
  (value) => isObject(value) && typeof value.id === 'string',
  'is not a task',
  'Pass a task that tasks.get returned',
);

export const signal: Check = check(
  (value) => isObject(value) && typeof value.aborted === 'boolean' && typeof value.addEventListener === 'function',
  'is not an AbortSignal',
  'Pass the signal of an AbortController',
);

/** A validator may be an object or, as arktype's are, a function. */
export const output: Check = (value) => {
  const members = isObject(value) || typeof value === 'function' ? Object(value)['~standard'] : undefined;
  if (!isObject(members) || typeof members.validate !== 'function')
    return [`${show(value)} is not a schema`, 'Pass a zod, arktype or valibot schema, or jsonSchema({ … })'];
  if (isObject(members.jsonSchema) && typeof members.jsonSchema.input === 'function') return undefined;
  return [
    'does not state its JSON Schema',
    'Use zod 4.2, arktype 2.1.28 or later, toStandardJsonSchema of @valibot/to-json-schema, or jsonSchema({ … })',
  ];
};

export const clock: Check = check(
  (value) => isObject(value) && typeof value.now === 'function' && typeof value.sleep === 'function',
  'is not a clock',
  'Pass { now(), sleep(ms, signal) }',
);

export const rateLimit: Check = check(
  (value) =>
    isObject(value) && isAmount(value.requests) && value.requests >= 1 && isAmount(value.perMs) && value.perMs > 0,
  'is not a budget',
  'Pass { requests, perMs }, such as { requests: 100, perMs: 60_000 }',
);

export const oneOf = (...allowed: readonly string[]): Check =>
  check(
    (value) => allowed.some((known) => known === value),
    'is not known',
    `Use ${allowed.map((value) => JSON.stringify(value)).join(' or ')}`,
  );

/** Says nothing of the value: it may be a key. */
export const apiKey: Check = (value) =>
  typeof value === 'string' || typeof value === 'function'
    ? undefined
    : ['is not a string', 'Pass the key, or a function that returns it'];

/** Both are needed: the API refuses a user with an id alone (openapi/FACTS.md#f1). */
export const user: Check = (value) => {
  if (!isObject(value)) return ['is not an object', 'Pass { id, email }'];
  if (typeof value.id !== 'string' || value.id === '') return ['`id` is missing', 'Pass both id and email'];
  return typeof value.email === 'string' ? undefined : ['`email` is missing', 'Pass both id and email'];
};

/** Headers that `fetch` sets itself, and refuses from others. */
const framing: readonly string[] = [
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
];

/** Shows names only: a value may be a secret. */
export const headers: Check = (value) => {
  // A Headers object shows no entries, and would be taken for an empty one.
  if (!isObject(value) || Symbol.iterator in value) return ['is not a plain object', 'Pass { name: value }'];
  for (const [name, content] of Object.entries(value)) {
    if (name.toLowerCase() === 'x-api-key') return ['x-api-key is not set here', 'Pass the key as apiKey'];
    if (framing.includes(name.toLowerCase())) return [`${show(name)} is set by fetch itself`, 'Leave it out'];
    const isRight = /^[\w!#$%&'*+.^`|~-]+$/.test(name) && typeof content === 'string' && isHeaderValue(content);
    if (!isRight) return [`${show(name)} is not a valid header`, 'Use plain names, and values without line breaks'];
  }
  return undefined;
};

const hookNames: readonly string[] = Object.keys({
  onRequest: true,
  onResponse: true,
  onRetry: true,
  onPoll: true,
  onReconnect: true,
} satisfies Record<keyof Hooks, true>);

export const hooks: Check = (value) => {
  if (!isObject(value)) return [`${show(value)} is not an object`, 'Pass { onRequest, … }'];
  for (const [name, hook] of Object.entries(value)) {
    if (!hookNames.includes(name)) return [`${show(name)} is not a hook`, nearestOf(hookNames, name)];
    const complaint = hook === undefined ? undefined : callback(hook);
    if (complaint !== undefined) return complaint;
  }
  return undefined;
};

/**
 * @throws ConfigurationError for what cannot be one segment of a path: an empty id, `.`, `..`, white space around it.
 */
export function checkId(name: string, id: unknown): string {
  if (typeof id !== 'string') throw new ConfigurationError(name, `${show(id)} is not a string`, 'Pass the id');
  const hint = 'Copy the id from xpander.ai or from a task';
  if (id.trim() === '') throw new ConfigurationError(name, 'is empty', hint);
  if (id === '.' || id === '..') throw new ConfigurationError(name, `${show(id)} would leave the path`, hint);
  if (id !== id.trim()) throw new ConfigurationError(name, `${show(id)} has white space around it`, 'Trim it');
  // Half of a surrogate pair has no form in a URL.
  if (/\p{Surrogate}/u.test(id)) throw new ConfigurationError(name, 'contains a broken character', hint);
  return id;
}

/** The known name that was probably meant, or all of them. */
export function nearestOf(known: readonly string[], name: string): string {
  const plain = letters(name);
  const near = known.find((other) => letters(other).includes(plain) || plain.includes(letters(other)));
  return near === undefined || plain === '' ? `Known here: ${known.join(', ')}` : `Did you mean ${near}?`;
}

export function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

/** Whether a text may stand in a header. A line break would start another header. */
export function isHeaderValue(content: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(content);
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value for an error message: short, and never the content of an object. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
