import { checkScript } from './agents/check-script.ts';
import type { Script } from './agents/types.ts';
import type { Clock } from './clock/types.ts';
import { MockConfigurationError } from './configuration/configuration-error.ts';
import { refuseUnknownMembers } from './configuration/option-checks.ts';
import type { WireOptions } from './protocol/types.ts';
import { checkWireOptions } from './protocol/wire-options.ts';
import type { KeyAccess, RateLimitOptions } from './server/types.ts';

/** The options of a mock. All are optional. */
export interface MockOptions {
  /** The scripts by agent id. Any other id is a 404. Default: the built-in agent plays every id. */
  agents?: Readonly<Record<string, Script>> | undefined;
  /** The scripts of workflows by id. A script in `agents` can be run as a workflow, too, but is listed as an agent. */
  workflows?: Readonly<Record<string, Script>> | undefined;
  /**
   * Stage changes of agents until they are deployed, as the API did before November 2026. Default `false`: a change is
   * live at once. Changes of workflows are always staged.
   */
  agentDrafts?: boolean | undefined;
  /**
   * The organization of each API key, and the only agents and workflows that it may use, if it is limited to some. Any
   * other key is a 401, any other agent a 403. Default: any key is valid, for one organization.
   */
  keys?: Readonly<Record<string, KeyAccess>> | undefined;
  /** Reject invocations without a user or with a user without an id. Default `false`, as the API was observed. */
  strictUser?: boolean | undefined;
  /** Answer 429 when a key sends more requests than this. Default: no limit. */
  rateLimit?: RateLimitOptions | undefined;
  /** `"virtual"` jumps to the next due time when all work waits, `"real"` is the platform's. Default `"virtual"`. */
  clock?: 'virtual' | 'real' | Clock | undefined;
  /**
   * Allow web pages of every origin (`true`), or of one, to call the mock: it answers preflight requests and sends CORS
   * headers. Default `false`.
   */
  cors?: boolean | string | undefined;
  /** The form of answers on the wire. Default: as in the newest documentation. */
  wire?: WireOptions | undefined;
  /** How much a mock that runs for long remembers. Default: everything until `reset()`. */
  keep?: KeepOptions | undefined;
}

/** How many of each the mock keeps. The oldest are forgotten. */
export interface KeepOptions {
  /**
   * The number of tasks that have ended. The task that ended first is forgotten as if it had been deleted. Tasks that run
   * or are paused are always kept. An ended task takes about 8 KiB. Default: no limit.
   */
  endedTasks?: number | undefined;
  /** The number of requests in `requests`. `expectRequests()` counts the others as well. Default: no limit. */
  requests?: number | undefined;
}

const OPTION_NAMES = [
  'agents',
  'workflows',
  'agentDrafts',
  'keys',
  'strictUser',
  'rateLimit',
  'clock',
  'cors',
  'wire',
  'keep',
];

/** Throws for an invalid option, and names it. */
export function checkOptions(options: MockOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new MockConfigurationError('createMockXpander() takes one options object.');
  }
  refuseUnknownMembers('createMockXpander()', options, OPTION_NAMES);
  checkScripts('agents', options.agents);
  checkScripts('workflows', options.workflows);
  checkKeys(options.keys);
  checkRateLimit(options.rateLimit);
  checkClock(options.clock);
  checkWireOptions(options.wire);
  checkFlag('strictUser', options.strictUser);
  checkFlag('agentDrafts', options.agentDrafts);
  checkCors(options.cors);
  checkKeep(options.keep);
}

function checkScripts(name: 'agents' | 'workflows', scripts: unknown): void {
  if (scripts === undefined) return;
  if (!isRecord(scripts)) throw new MockConfigurationError(`${name} must be an object of scripts by id.`);
  for (const [id, script] of Object.entries(scripts)) checkScript(`${name}[${JSON.stringify(id)}]`, script);
}

function checkFlag(name: 'strictUser' | 'agentDrafts', value: unknown): void {
  if (value === undefined || typeof value === 'boolean') return;
  throw new MockConfigurationError(`${name} must be true or false.`);
}

function checkKeys(keys: unknown): void {
  if (keys === undefined) return;
  const isRight = isRecord(keys) && Object.entries(keys).every(([key, access]) => key !== '' && isAccess(access));
  if (isRight) return;
  // The keys themselves may be real ones, so the message shows none.
  throw new MockConfigurationError(
    'keys must be an object of organization ids by API key, or of { organization, agents: [ids] }.',
  );
}

function isAccess(access: unknown): boolean {
  if (!isRecord(access)) return isNonEmptyText(access);
  const { organization, agents, ...others } = access;
  const isList = agents === undefined || (Array.isArray(agents) && agents.every(isNonEmptyText));
  return isNonEmptyText(organization) && isList && Object.keys(others).length === 0;
}

function checkCors(cors: unknown): void {
  if (cors === undefined || typeof cors === 'boolean') return;
  if (typeof cors === 'string' && URL.canParse(cors) && new URL(cors).origin === cors) return;
  throw new MockConfigurationError('cors must be true, false or an origin such as "http://localhost:3000".');
}

function checkRateLimit(rateLimit: unknown): void {
  if (rateLimit === undefined) return;
  const isRight = isRecord(rateLimit) && isPositive(rateLimit.requests) && isPositive(rateLimit.perMs);
  if (!isRight) {
    throw new MockConfigurationError(
      'rateLimit must be an object such as { requests: 100, perMs: 60_000 }, both above 0.',
    );
  }
  refuseUnknownMembers('rateLimit', rateLimit, ['requests', 'perMs']);
}

function checkKeep(keep: unknown): void {
  if (keep === undefined) return;
  const isCount = (value: unknown): boolean => value === undefined || (Number.isInteger(value) && isPositive(value));
  if (!isRecord(keep) || !isCount(keep.endedTasks) || !isCount(keep.requests)) {
    throw new MockConfigurationError(
      'keep must be an object such as { endedTasks: 10_000, requests: 1_000 }, of whole numbers above 0.',
    );
  }
  refuseUnknownMembers('keep', keep, ['endedTasks', 'requests']);
}

function checkClock(clock: unknown): void {
  if (clock === undefined || clock === 'virtual' || clock === 'real') return;
  if (isRecord(clock) && typeof clock.now === 'function' && typeof clock.sleep === 'function') return;
  throw new MockConfigurationError('clock must be "virtual", "real" or an object with now() and sleep(ms, signal).');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNonEmptyText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}
