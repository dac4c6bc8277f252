import { ConfigurationError } from '../errors/configuration-error.ts';
import type { ManyOptions } from '../options/batch-options.ts';
import type { AgentDefaults, StreamOptions, ThreadOptions } from '../options/call-options.ts';
import type { XpanderOptions } from '../options/client-options.ts';
import * as check from './validators.ts';

type Checks<Options> = Readonly<Record<keyof Options & string, check.Check>>;

const clientChecks: Checks<XpanderOptions> = {
  apiKey: check.apiKey,
  baseUrl: check.text,
  user: check.user,
  timeoutMs: check.milliseconds,
  maxRetries: check.count,
  rateLimit: check.rateLimit,
  fetch: check.callback,
  headers: check.headers,
  hooks: check.hooks,
  clock: check.clock,
  allowInsecureHttp: check.flag,
  dangerouslyAllowBrowser: check.flag,
};

const callChecks: Checks<StreamOptions & ManyOptions & { output?: unknown }> = {
  signal: check.signal,
  timeoutMs: check.milliseconds,
  maxRetries: check.count,
  headers: check.headers,
  version: check.text,
  user: (value) => (value === null ? undefined : check.user(value)),
  onAmbiguous: check.oneOf('throw', 'adopt', 'resend'),
  deadlineMs: check.milliseconds,
  pollIntervalMs: (value) => (typeof value === 'function' ? undefined : check.milliseconds(value)),
  onUpdate: check.callback,
  onPaused: check.oneOf('throw', 'wait'),
  onAbandon: check.oneOf('leave', 'stop'),
  since: check.task,
  via: check.oneOf('poll', 'stream'),
  idleTimeoutMs: check.milliseconds,
  concurrency: check.positiveCount,
  detail: check.oneOf('task', 'summary'),
  onProgress: check.callback,
  output: check.output,
};

type CallOption = keyof typeof callChecks;
const requestNames: readonly CallOption[] = ['signal', 'timeoutMs', 'maxRetries', 'headers'];
const invokeNames: readonly CallOption[] = ['version', 'user', 'onAmbiguous'];
const waitNames: readonly CallOption[] = ['deadlineMs', 'pollIntervalMs', 'onUpdate', 'onPaused', 'onAbandon', 'since'];
const batchNames: readonly CallOption[] = ['detail', 'onProgress'];
/** Never shared by several calls. */
const perCallNames: readonly CallOption[] = ['signal', 'since', 'onUpdate', 'output'];

/** A kind of verb, by the options it takes. */
export type OptionSet = 'request' | 'invoke' | 'wait' | 'run' | 'stream' | 'runMany' | 'waitAll';

const optionNames: Readonly<Record<OptionSet, readonly CallOption[]>> = {
  request: requestNames,
  invoke: [...requestNames, ...invokeNames],
  wait: [...requestNames, ...waitNames, 'output'],
  run: [...requestNames, ...invokeNames, ...waitNames, 'via', 'output'],
  stream: [...requestNames, ...invokeNames, ...waitNames, 'via', 'idleTimeoutMs', 'output'],
  runMany: [
    ...requestNames,
    ...invokeNames,
    ...waitNames.filter(isForMany),
    ...batchNames,
    'via',
    'concurrency',
    'output',
  ],
  waitAll: [...requestNames, ...waitNames.filter(isForMany), ...batchNames],
};

/** A snapshot is of one task. */
function isForMany(name: CallOption): boolean {
  return name !== 'since';
}

/** @throws ConfigurationError for the first option that is unknown or has a value it cannot have. */
export function checkClientOptions(options: unknown): asserts options is XpanderOptions {
  checkOptions('options', options, clientChecks, Object.keys(clientChecks));
}

/** @throws ConfigurationError for the first option that this kind of verb does not know or that has a value it cannot have. */
export function checkCallOptions(options: unknown, set: OptionSet): void {
  checkOptions('options', options, callChecks, optionNames[set]);
}

/** @throws ConfigurationError for a query that the server would pass over: names on the wire are in snake case. */
export function checkQuery(query: unknown): void {
  if (!check.isObject(query))
    throw new ConfigurationError(
      'query',
      `${check.show(query)} is not an object`,
      'Pass filters, such as { per_page: 50 }',
    );
  const name = Object.keys(query).find((key) => /[A-Z]/.test(key));
  if (name === undefined) return;
  const wireName = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  throw new ConfigurationError(name, 'is not a filter', `Filters are named as on the wire: ${wireName}`);
}

/** @throws ConfigurationError for what is no schema, or does not state itself as JSON Schema. */
export function checkOutput(schema: unknown): void {
  const complaint = check.output(schema);
  if (complaint !== undefined) throw new ConfigurationError('output', ...complaint);
}

/** @throws ConfigurationError for an option that no thread has. */
export function checkThreadOptions(options: unknown): asserts options is ThreadOptions {
  const checks: Checks<ThreadOptions> = { whenBusy: check.oneOf('queue', 'reject') };
  checkOptions('options', options, checks, Object.keys(checks));
}

/** @throws ConfigurationError for a default that no call could use. */
export function checkAgentDefaults(defaults: unknown): asserts defaults is AgentDefaults {
  const allowed = optionNames.stream.filter((name) => !perCallNames.includes(name));
  checkOptions('defaults', defaults, callChecks, allowed);
}

/** The call's options over the defaults that its kind of verb knows. An explicit `undefined` erases no default. */
export function withDefaults<Options extends object>(
  defaults: AgentDefaults,
  options: Options | undefined,
  set: OptionSet,
): Options {
  // Options that are no object are left to the check of the verb itself.
  if (options !== undefined && !check.isObject(options)) return options;
  const known = Object.entries(defaults).filter(([name]) => optionNames[set].some((allowed) => allowed === name));
  const given = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...known, ...given]) as Options;
}

function checkOptions(
  what: string,
  options: unknown,
  checks: Readonly<Record<string, check.Check>>,
  allowed: readonly string[],
): void {
  if (!check.isObject(options)) {
    throw new ConfigurationError(what, `${check.show(options)} is not an object`, 'Pass an object, or leave it out');
  }
  for (const [name, value] of Object.entries(options)) {
    if (!allowed.includes(name)) throw new ConfigurationError(name, 'is not an option here', suggestion(name, allowed));
    const complaint = value === undefined ? undefined : checks[name]?.(value);
    if (complaint !== undefined) throw new ConfigurationError(name, ...complaint);
  }
}

function suggestion(name: string, allowed: readonly string[]): string {
  const isIdOfThread = ['id', 'taskid', 'threadid', 'conversationid'].includes(check.letters(name));
  if (isIdOfThread && allowed.includes('onAmbiguous'))
    return 'To continue a thread, put its id into the request: { id, input }';
  if (isIdOfThread && allowed.includes('whenBusy')) return 'Open a thread by its id: agent.thread(id)';
  return check.nearestOf(allowed, name);
}
