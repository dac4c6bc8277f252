import { inputMembers, requestMembers } from '../config/known-members.ts';
import { findMisplaced } from '../config/near-miss.ts';
import { hintForOption } from '../config/validate-options.ts';
import { checkId, user as checkUser, isThreadId } from '../config/validators.ts';
import { isObject, show } from '../config/values.ts';
import { writeJson } from '../config/write-json.ts';
import { createThreadState } from '../core/thread-registry.ts';
import type { Core } from '../core/types.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { AgentRequest, InvokeInput, User, WireInvokeRequest } from '../models.ts';
import type { RunOptions } from '../options/call-options.ts';
import { askForOutput, type MaybeOutput } from '../output/output-schema.ts';
import type { Turn, TurnThread } from '../threads/types.ts';
import { createTaskId } from './task-id.ts';
import type { PreparedRun, ReadyRun, RunTarget } from './types.ts';

/** @throws ConfigurationError for an id or a request that the API could not accept. */
export function prepareRun(core: Core, target: RunTarget, options: RunOptions & MaybeOutput): PreparedRun {
  const { user = core.settings.user, version, onAmbiguous = 'throw', onAbandon } = options;
  const body = askForOutput(toInvokeRequest(target.request, user), options.output);
  const givenId = body.id ?? undefined;
  if (givenId !== undefined && target.thread !== undefined)
    throw new ConfigurationError('id', 'is set by the thread', 'Leave it out, or open that thread: agent.thread(id)');
  const thread = target.thread ?? toThread(core, givenId);
  // Before the answer, only a run whose id was known beforehand can be looked for, or stopped.
  const needsId = onAmbiguous !== 'throw' || onAbandon === 'stop';
  const isMinted = needsId && thread.id === undefined;
  const { kind = 'agent' } = target;
  const invocation = {
    kind,
    agentId: checkId(`${kind}Id`, target.agentId),
    body: isMinted ? { ...body, id: createTaskId() } : body,
    version,
  };
  return { invocation, isMinted, isShared: target.thread !== undefined || givenId !== undefined, thread };
}

/** The thread of a run that is no turn of a `thread()`: the one whose id the request names, or a new one. */
function toThread(core: Core, id: string | undefined): TurnThread {
  return { id, state: id === undefined ? createThreadState() : core.threads.of(id), whenBusy: 'queue' };
}

/** Puts a run into the thread whose turn it is. */
export function toReadyRun(
  { invocation, isMinted, isShared, once, route }: PreparedRun,
  { threadId, earlier, seen }: Turn,
): ReadyRun {
  if (threadId === undefined || once) return { invocation, isMinted, isShared, earlier, seen, once, route };
  const body = { ...invocation.body, id: threadId };
  return { invocation: { ...invocation, body }, isMinted: false, isShared, earlier, seen, route };
}

const howToWrite = 'Pass a string, or { input: { text } }';

/**
 * Turns a request in any of its forms into the body to send.
 *
 * The server ignores members that it does not know (openapi/FACTS.md#f42), so a misspelt `id` would silently open a new
 * thread. Such mistakes are rejected here.
 *
 * @throws ConfigurationError that names the member and the fix.
 */
function toInvokeRequest(request: AgentRequest, defaultUser: User | null | undefined): WireInvokeRequest {
  const { input, ...rest } = typeof request === 'string' ? { input: request } : checkMembers(request);
  if (rest.id !== undefined && rest.id !== null) checkId('id', rest.id);
  const fields = checkInput(typeof input === 'string' ? { text: input } : input);
  const mistake = fields.user === undefined || fields.user === null ? undefined : checkUser(fields.user);
  if (mistake !== undefined) throw new ConfigurationError('input.user', ...mistake);
  const user = fields.user === undefined ? (defaultUser ?? undefined) : fields.user;
  return snapshot({ ...rest, input: { ...fields, user } });
}

/** Copies the request as it is now, because it may wait in a queue while the caller changes the original. */
function snapshot(request: object): WireInvokeRequest {
  return JSON.parse(writeJson('request', request)) as WireInvokeRequest;
}

const textHint = 'Pass the text as `input.text`';
const inputHint = 'Move it into `input`';

/** Names that the server would ignore, with a hint for each. */
const hints: ReadonlyMap<string, string> = new Map([
  ...['text', 'prompt', 'message'].map((name) => [name, textHint] as const),
  ...['files', 'user'].map((name) => [name, inputHint] as const),
]);

function checkMembers<T extends object>(request: T): T {
  if (!isObject(request)) throw mustBeText('request', request);
  const misplaced = findMisplaced(request, requestMembers, (name) =>
    isThreadId(name)
      ? 'To continue a thread, pass its id as `id`'
      : (hints.get(name) ?? hintForOption('request')(name)),
  );
  if (misplaced === undefined) return request;
  throw new ConfigurationError(misplaced[0], 'is not a member of the request', misplaced[1]);
}

function checkInput(input: unknown): InvokeInput {
  if (!isObject(input)) throw mustBeText('input', input);
  const misplaced = findMisplaced(input, inputMembers);
  if (misplaced !== undefined)
    throw new ConfigurationError(`input.${misplaced[0]}`, 'is not a member of the input', misplaced[1]);
  const { text, files } = input;
  if (!text && !(Array.isArray(files) && files.length > 0))
    throw new ConfigurationError('input.text', 'is missing', `${howToWrite}, or { input: { files } }`);
  if (text !== undefined && text !== null && typeof text !== 'string')
    throw new ConfigurationError('input.text', `must be a string; got ${show(text)}`, howToWrite);
  if (files !== undefined && files !== null && !isStringArray(files)) {
    throw new ConfigurationError('input.files', 'must be an array of strings', 'Pass the URLs of the files');
  }
  return input;
}

function mustBeText(name: string, value: unknown): ConfigurationError {
  return new ConfigurationError(name, `must be a string or an object; got ${show(value)}`, howToWrite);
}

function isStringArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
