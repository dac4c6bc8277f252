import { ConfigurationError } from '../errors/configuration-error.ts';
import type { ManyOptions } from '../options/batch-options.ts';
import type {
  AgentDefaults,
  ConversationDefaults,
  MessageOptions,
  RequestOptions,
  StopOptions,
  StreamOptions,
  ThreadOptions,
} from '../options/call-options.ts';
import type { XpanderOptions } from '../options/client-options.ts';
import { filters } from './known-members.ts';
import { findMisplaced, plain } from './near-miss.ts';
import { outputCheck } from './output-check.ts';
import * as check from './validators.ts';
import { isObject, show } from './values.ts';

export type Checks<Options> = Readonly<Record<keyof Options & string, check.Check>>;

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

const threadChecks: Checks<ThreadOptions> = { whenBusy: check.oneOf('queue', 'reject') };

export const requestChecks: Checks<RequestOptions> = {
  signal: check.signal,
  timeoutMs: check.milliseconds,
  maxRetries: check.count,
  headers: check.headers,
};

const callChecks: Checks<
  StreamOptions & Omit<ManyOptions, 'once'> & MessageOptions & StopOptions & { output?: unknown }
> = {
  ...requestChecks,
  version: check.text,
  user: (value) => (value === null ? undefined : check.user(value)),
  onAmbiguous: check.oneOf('throw', 'adopt', 'resend'),
  once: check.once,
  beforeSend: check.callback,
  deadlineMs: check.milliseconds,
  pollIntervalMs: check.pollInterval,
  onUpdate: check.callback,
  onPaused: check.oneOf('throw', 'wait'),
  onAbandon: check.oneOf('leave', 'stop'),
  since: check.task,
  via: check.oneOf('poll', 'stream'),
  onEvent: check.callback,
  idleTimeoutMs: check.milliseconds,
  resume: check.oneOf('last-event-id'),
  mode: check.text,
  clearQueue: check.flag,
  concurrency: check.positiveCount,
  detail: check.oneOf('task', 'summary'),
  onProgress: check.callback,
  output: outputCheck,
};

/** Many items have a key each, so that a function names it. */
const manyChecks = { ...callChecks, once: check.callback };

type CallOption = keyof typeof callChecks;
const requestNames: readonly CallOption[] = ['signal', 'timeoutMs', 'maxRetries', 'headers'];
const invokeNames: readonly CallOption[] = ['version', 'user', 'onAmbiguous', 'once', 'beforeSend'];
const waitNames: readonly CallOption[] = ['deadlineMs', 'pollIntervalMs', 'onUpdate', 'onPaused', 'onAbandon', 'since'];
const turnNames: readonly CallOption[] = [
  ...requestNames,
  ...(['version', 'user', 'beforeSend'] as const),
  ...waitNames.filter(isForMany),
  ...(['onEvent', 'idleTimeoutMs', 'output'] as const),
];
const batchNames: readonly CallOption[] = ['detail', 'onProgress'];
/** Options that hold for one call only, so that an agent cannot have them as defaults. */
const perCallNames: readonly string[] = ['signal', 'since', 'onUpdate', 'onEvent', 'once', 'beforeSend', 'output'];

/** The kinds of verbs, by the options that they take. */
export type OptionSet =
  | 'request'
  | 'invoke'
  | 'wait'
  | 'run'
  | 'stream'
  | 'runMany'
  | 'waitAll'
  | 'conversation'
  | 'continue'
  | 'message'
  | 'stop';

const optionNames: Readonly<Record<OptionSet | 'thread' | 'Xpander', readonly string[]>> = {
  Xpander: Object.keys(clientChecks),
  thread: Object.keys(threadChecks),
  request: requestNames,
  invoke: [...requestNames, ...invokeNames],
  wait: [...requestNames, ...waitNames, 'output'],
  run: [...requestNames, ...invokeNames, ...waitNames, 'via', 'onEvent', 'output'],
  stream: [...requestNames, ...invokeNames, ...waitNames, 'via', 'onEvent', 'idleTimeoutMs', 'output'],
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
  conversation: [...turnNames, 'resume'],
  continue: turnNames,
  message: [...requestNames, 'mode'],
  stop: [...requestNames, 'clearQueue'],
};

/** `since` is a snapshot of one task. */
function isForMany(name: CallOption): boolean {
  return name !== 'since';
}

/** @throws ConfigurationError for the first option that is unknown or invalid. */
export function checkClientOptions(options: unknown): asserts options is XpanderOptions {
  checkOptions('options', options, clientChecks, optionNames.Xpander);
}

/** @throws ConfigurationError for the first option that this kind of verb does not take, or that is invalid. */
export function checkCallOptions(options: unknown, set: OptionSet): void {
  checkOptions('options', options, set === 'runMany' ? manyChecks : callChecks, optionNames[set]);
}

/** Finds the hint for a name that is an option's, in whatever case, among the members of a `"request"` or a `"query"`. */
export const hintForOption =
  (what: string) =>
  (name: string): string | undefined => {
    const isOption = Object.keys(callChecks).some((option) => plain(option) === plain(name));
    return isOption ? `Move it into the options, the argument after the ${what}` : undefined;
  };

/** @throws ConfigurationError for a misspelt filter, or an option in place of one. The server would ignore them. */
export function checkQuery(query: unknown): void {
  if (!isObject(query))
    throw new ConfigurationError(
      'query',
      `must be an object; got ${show(query)}`,
      'Pass filters, such as { per_page: 50 }',
    );
  const misplaced = findMisplaced(query, filters, hintForOption('query'));
  if (misplaced !== undefined) throw new ConfigurationError(misplaced[0], 'is not a filter', misplaced[1]);
}

/** @throws ConfigurationError for a value that is not a schema, or does not provide its JSON Schema. */
export function checkOutput(schema: unknown): void {
  const mistake = outputCheck(schema);
  if (mistake !== undefined) throw new ConfigurationError('output', ...mistake);
}

/** @throws ConfigurationError for the first option of a thread that is unknown or invalid. */
export function checkThreadOptions(options: unknown): asserts options is ThreadOptions {
  checkOptions('options', options, threadChecks, optionNames.thread);
}

/** @throws ConfigurationError for the first default that no verb takes, or that is invalid. */
export function checkAgentDefaults(defaults: unknown): asserts defaults is AgentDefaults {
  checkDefaults(defaults, [...optionNames.stream, 'resume']);
}

/** @throws ConfigurationError for the first default that no turn of a conversation takes, or that is invalid. */
export function checkConversationDefaults(defaults: unknown): asserts defaults is ConversationDefaults {
  checkDefaults(defaults, optionNames.conversation);
}

function checkDefaults(defaults: unknown, names: readonly string[]): void {
  const allowed = names.filter((name) => !perCallNames.includes(name));
  checkOptions('defaults', defaults, callChecks, allowed);
}

/** Adds the defaults that this kind of verb takes to the call's options. An explicit `undefined` keeps the default. */
export function withDefaults<Options extends object>(
  defaults: AgentDefaults | ConversationDefaults,
  options: Options | undefined,
  set: OptionSet,
): Options {
  // The verb rejects options that are not an object.
  if (options !== undefined && !isObject(options)) return options;
  const known = Object.entries(defaults).filter(([name]) => optionNames[set].includes(name));
  const given = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...known, ...given]) as Options;
}

/** @throws ConfigurationError for the first option that is not allowed, or that fails its check. */
export function checkOptions(
  what: string,
  options: unknown,
  checks: Readonly<Record<string, check.Check>>,
  allowed: readonly string[],
): void {
  if (!isObject(options)) {
    throw new ConfigurationError(what, `must be an object; got ${show(options)}`, 'Pass an object, or nothing');
  }
  for (const [name, value] of Object.entries(options)) {
    if (!allowed.includes(name)) throw new ConfigurationError(name, 'is not an option here', hintFor(name, allowed));
    const mistake = value === undefined ? undefined : checks[name]?.(value);
    if (mistake !== undefined) throw new ConfigurationError(name, ...mistake);
  }
}

function hintFor(name: string, allowed: readonly string[]): string {
  const isThreadId = check.isThreadId(name);
  if (isThreadId && allowed.includes('onAmbiguous'))
    return 'To continue a thread, put its id into the request: { id, input }';
  if (isThreadId && allowed.includes('whenBusy')) return 'To open a thread by its id, call `agent.thread(id)`';
  const takers = Object.entries(optionNames).filter(([set, names]) => set !== 'request' && names.includes(name));
  // A turn of a conversation takes what other turns take, and `resume`.
  const others = takers.filter(([set]) => set !== 'conversation' && set !== 'continue');
  const shown = others.length > 0 ? others : takers;
  if (shown.length > 0) return `It is an option of ${shown.map(([set]) => set).join(', ')}`;
  return check.suggestOneOf(allowed, name);
}
