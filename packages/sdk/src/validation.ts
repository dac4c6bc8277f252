import { ConfigurationError } from './errors.ts';
import type { AgentDefaults, Hooks, RunOptions, XpanderOptions } from './options.ts';

/** Says what is wrong with a value and how to mend it, or nothing. */
type Check = (value: unknown) => readonly [problem: string, hint: string] | undefined;
type Checks<Options> = Readonly<Record<keyof Options & string, Check>>;

const milliseconds: Check = (value) =>
  isAmount(value)
    ? undefined
    : [`${show(value)} is not a number of milliseconds`, 'Use 0 for no limit, or a positive number'];

const count: Check = (value) =>
  isAmount(value) && Number.isInteger(value) ? undefined : [`${show(value)} is not a count`, 'Use 0, 1, 2, …'];

const callback: Check = (value) =>
  typeof value === 'function' ? undefined : [`${show(value)} is not a function`, 'Pass a function'];

const flag: Check = (value) =>
  typeof value === 'boolean' ? undefined : [`${show(value)} is not a boolean`, 'Pass true or false'];

const text: Check = (value) =>
  typeof value === 'string' && value !== ''
    ? undefined
    : [`${show(value)} is not a non-empty string`, 'Pass a string, or leave it out'];

const hookNames: readonly string[] = Object.keys({
  onRequest: true,
  onResponse: true,
  onRetry: true,
  onPoll: true,
} satisfies Record<keyof Hooks, true>);

const hooks: Check = (value) => {
  if (!isObject(value)) return [`${show(value)} is not an object`, 'Pass { onRequest, … }'];
  const unknown = Object.keys(value).find((name) => !hookNames.includes(name));
  if (unknown !== undefined) return [`${show(unknown)} is not a hook`, suggestion(unknown, hookNames)];
  const broken = Object.values(value).find((hook) => hook !== undefined && typeof hook !== 'function');
  return broken === undefined ? undefined : [`${show(broken)} is not a function`, 'Pass functions'];
};

const oneOf = (...allowed: readonly string[]): Check => {
  const list = allowed.map((value) => JSON.stringify(value)).join(' or ');
  return (value) => (allowed.includes(value as string) ? undefined : [`${show(value)} is not known`, `Use ${list}`]);
};

/** Both are needed: the API refuses a user with an id alone (api-facts F1). */
const user: Check = (value) => {
  if (!isObject(value)) return ['is not an object', 'Pass { id, email }'];
  if (typeof value.id !== 'string' || value.id === '') return ['`id` is missing', 'Pass both id and email'];
  return typeof value.email === 'string' ? undefined : ['`email` is missing', 'Pass both id and email'];
};

const headers: Check = (value) => {
  if (!isObject(value)) return ['is not an object', 'Pass { name: value }'];
  for (const [name, content] of Object.entries(value)) {
    if (name.toLowerCase() === 'x-api-key') return ['x-api-key is not set here', 'Pass the key as apiKey'];
    if (!isHeader(name, content))
      return [`${show(name)} is not a valid header`, 'Use plain names, and values without line breaks'];
  }
  return undefined;
};

const clientChecks: Checks<XpanderOptions> = {
  apiKey: (value) =>
    typeof value === 'string' || typeof value === 'function'
      ? undefined
      : ['is not a string', 'Pass the key, or a function that returns it'],
  baseUrl: text,
  user,
  timeoutMs: milliseconds,
  maxRetries: count,
  fetch: callback,
  headers,
  hooks,
  clock: (value) =>
    isObject(value) && typeof value.now === 'function' && typeof value.sleep === 'function'
      ? undefined
      : ['is not a clock', 'Pass { now(), sleep(ms, signal) }'],
  allowInsecureHttp: flag,
  dangerouslyAllowBrowser: flag,
};

const callChecks: Checks<RunOptions> = {
  signal: (value) =>
    isSignal(value) ? undefined : [`${show(value)} is not an AbortSignal`, 'Pass the signal of an AbortController'],
  timeoutMs: milliseconds,
  maxRetries: count,
  headers,
  version: text,
  user: (value) => (value === null ? undefined : user(value)),
  deadlineMs: milliseconds,
  pollIntervalMs: (value) => (typeof value === 'function' ? undefined : milliseconds(value)),
  onUpdate: callback,
  onPaused: oneOf('throw', 'wait'),
  since: (value) =>
    isObject(value) && typeof value.id === 'string'
      ? undefined
      : [`${show(value)} is not a task`, 'Pass a task that tasks.get returned'],
};

type CallOption = keyof RunOptions;
const requestNames: readonly CallOption[] = ['signal', 'timeoutMs', 'maxRetries', 'headers'];
const invokeNames: readonly CallOption[] = ['version', 'user'];
const waitNames: readonly CallOption[] = ['deadlineMs', 'pollIntervalMs', 'onUpdate', 'onPaused', 'since'];
/** Never shared by several calls. */
const perCallNames: readonly CallOption[] = ['signal', 'since', 'onUpdate'];

/** The options that each kind of verb knows. `since` is not for those that start a run: they look for themselves. */
const optionNames = {
  request: requestNames,
  invoke: [...requestNames, ...invokeNames],
  wait: [...requestNames, ...waitNames],
  run: [...requestNames, ...invokeNames, ...waitNames],
} satisfies Record<string, readonly CallOption[]>;

/** A kind of verb, by the options it takes. */
export type OptionSet = 'request' | 'invoke' | 'wait' | 'run';

/** @throws ConfigurationError for the first option that is unknown or has a value it cannot have. */
export function checkClientOptions(options: unknown): asserts options is XpanderOptions {
  checkOptions('options', options, clientChecks, Object.keys(clientChecks));
}

/** @throws ConfigurationError for the first option that this kind of verb does not know or that has a value it cannot have. */
export function checkCallOptions(options: unknown, set: OptionSet): void {
  checkOptions('options', options, callChecks, optionNames[set]);
}

/** @throws ConfigurationError for a default that no call could use. */
export function checkAgentDefaults(defaults: unknown): asserts defaults is AgentDefaults {
  checkOptions(
    'defaults',
    defaults,
    callChecks,
    optionNames.run.filter((name) => !perCallNames.includes(name)),
  );
}

/** The call's options over the defaults that its kind of verb knows. An explicit `undefined` erases no default. */
export function withDefaults<Options extends object>(
  defaults: AgentDefaults,
  options: Options | undefined,
  set: OptionSet,
): Options {
  const known = Object.entries(defaults).filter(([name]) => optionNames[set].some((allowed) => allowed === name));
  // Options that are no object are left to the check of the verb itself.
  if (options !== undefined && !isObject(options)) return options;
  const given = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...known, ...given]) as Options;
}

function checkOptions(
  what: string,
  options: unknown,
  checks: Readonly<Record<string, Check>>,
  allowed: readonly string[],
): void {
  if (!isObject(options))
    throw new ConfigurationError(what, `${show(options)} is not an object`, 'Pass an object, or leave it out');
  for (const [name, value] of Object.entries(options)) {
    if (!allowed.includes(name)) throw new ConfigurationError(name, 'is not an option here', suggestion(name, allowed));
    const complaint = value === undefined ? undefined : checks[name]?.(value);
    if (complaint !== undefined) throw new ConfigurationError(name, ...complaint);
  }
}

const fieldsOfRequest: Readonly<Record<string, string>> = {
  threadid: 'To continue a thread, put its id into the request: { id, input }',
  taskid: 'To continue a thread, put its id into the request: { id, input }',
  id: 'To continue a thread, put its id into the request: { id, input }',
};

function suggestion(name: string, allowed: readonly string[]): string {
  const plain = letters(name);
  const field = fieldsOfRequest[plain];
  if (field !== undefined) return field;
  const near = allowed.find((known) => letters(known).includes(plain) || plain.includes(letters(known)));
  return near === undefined || plain === '' ? `Known here: ${allowed.join(', ')}` : `Did you mean ${near}?`;
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

function isHeader(name: string, content: unknown): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && typeof content === 'string' && isHeaderValue(content);
}

/** Whether a text may stand in a header: visible ASCII, spaces and tabs inside. A line break would start another header. */
export function isHeaderValue(content: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(content);
}

/** @throws ConfigurationError for a user that the API would refuse. */
export function checkUser(name: string, value: unknown): void {
  const complaint = user(value);
  if (complaint !== undefined) throw new ConfigurationError(name, ...complaint);
}

/** @throws ConfigurationError for what cannot be one segment of a path: an empty id, `.`, `..`, white space around it. */
export function checkId(name: string, id: unknown): string {
  if (typeof id !== 'string') throw new ConfigurationError(name, `${show(id)} is not a string`, 'Pass the id');
  const hint = 'Copy the id from xpander.ai or from a task';
  if (id.trim() === '') throw new ConfigurationError(name, 'is empty', hint);
  if (id === '.' || id === '..') throw new ConfigurationError(name, `${show(id)} would leave the path`, hint);
  if (id !== id.trim()) throw new ConfigurationError(name, `${show(id)} has white space around it`, 'Trim it');
  return id;
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isSignal(value: unknown): value is AbortSignal {
  return isObject(value) && typeof value.aborted === 'boolean' && typeof value.addEventListener === 'function';
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
