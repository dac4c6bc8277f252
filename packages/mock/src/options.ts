import { checkScript } from './agents/check-script.ts';
import type { Script } from './agents/types.ts';
import type { Clock } from './clock/types.ts';
import { MockConfigurationError } from './configuration/configuration-error.ts';
import { refuseUnknownMembers } from './configuration/option-checks.ts';
import type { WireOptions } from './protocol/types.ts';
import { checkWireOptions } from './protocol/wire-options.ts';
import type { RateLimitOptions } from './server/types.ts';

/** The options of a mock. All are optional. */
export interface MockOptions {
  /** The scripts by agent id. Any other id is a 404. Default: the built-in agent plays every id. */
  agents?: Readonly<Record<string, Script>> | undefined;
  /** The organization of each API key. Any other key is a 401. Default: any key is valid, for one organization. */
  keys?: Readonly<Record<string, string>> | undefined;
  /** Reject invocations without a user or with a user without an id. Default `false`, as the API was observed. */
  strictUser?: boolean | undefined;
  /** Answer 429 when a key sends more requests than this. Default: no limit. */
  rateLimit?: RateLimitOptions | undefined;
  /** `"virtual"` jumps to the next due time when all work waits, `"real"` is the platform's. Default `"virtual"`. */
  clock?: 'virtual' | 'real' | Clock | undefined;
  /** The form of answers on the wire. Default: as in the newest documentation. */
  wire?: WireOptions | undefined;
}

const OPTION_NAMES = ['agents', 'keys', 'strictUser', 'rateLimit', 'clock', 'wire'];

/** Throws for an invalid option, and names it. */
export function checkOptions(options: MockOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new MockConfigurationError('createMockXpander() takes one options object.');
  }
  refuseUnknownMembers('createMockXpander()', options, OPTION_NAMES);
  checkAgents(options.agents);
  checkKeys(options.keys);
  checkRateLimit(options.rateLimit);
  checkClock(options.clock);
  checkWireOptions(options.wire);
  if (options.strictUser !== undefined && typeof options.strictUser !== 'boolean') {
    throw new MockConfigurationError('strictUser must be true or false.');
  }
}

function checkAgents(agents: unknown): void {
  if (agents === undefined) return;
  if (!isRecord(agents)) throw new MockConfigurationError('agents must be an object of scripts by agent id.');
  for (const [agentId, script] of Object.entries(agents)) checkScript(`agents[${JSON.stringify(agentId)}]`, script);
}

function checkKeys(keys: unknown): void {
  if (keys === undefined) return;
  const isRight = isRecord(keys) && Object.entries(keys).every(([key, id]) => key !== '' && isNonEmptyText(id));
  // The keys themselves may be real ones, so the message shows none.
  if (!isRight) throw new MockConfigurationError('keys must be an object of organization ids by API key.');
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
