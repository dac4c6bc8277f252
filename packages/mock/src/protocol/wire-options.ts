import { MockConfigurationError } from '../configuration/configuration-error.ts';
import { oneOf, refuseUnknownMembers } from '../configuration/option-checks.ts';
import type { WireOptions, WireSettings } from './types.ts';

const DEFAULTS: WireSettings = {
  timestamps: 'utc',
  tasks: 'full',
  startedAt: 'set',
  threadVariant: 3,
  events: 'current',
  connected: false,
  turnEnd: 'before',
  chunks: true,
  chunkSize: 24,
  heartbeatMs: Number.POSITIVE_INFINITY,
};

const CHOICES = {
  timestamps: ['utc', 'zone-less'],
  tasks: ['full', 'without-nulls', 'short'],
  startedAt: ['set', 'null'],
  events: ['current', 'legacy', 'event-key'],
  turnEnd: ['before', 'after', 'alone'],
} as const;

/** Fills in the defaults. */
export function resolveWire(options: WireOptions = {}): WireSettings {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...DEFAULTS, ...Object.fromEntries(given) };
}

/** Throws for an unknown option or value, and names it. */
export function checkWireOptions(wire: unknown): void {
  if (wire === undefined) return;
  if (typeof wire !== 'object' || wire === null) {
    throw new MockConfigurationError('wire must be an object such as { timestamps: "zone-less" }.');
  }
  refuseUnknownMembers('wire', wire, Object.keys(DEFAULTS));
  const options = wire as Record<string, unknown>;
  for (const [name, choices] of Object.entries<readonly string[]>(CHOICES)) {
    refuseUnless(name, options[name], choices.includes(String(options[name])), oneOf(choices));
  }
  const { threadVariant, connected, chunks, chunkSize, heartbeatMs } = options;
  refuseUnless('connected', connected, typeof connected === 'boolean', 'true or false');
  refuseUnless('threadVariant', threadVariant, [1, 2, 3, 4].includes(threadVariant as number), '1, 2, 3 or 4');
  refuseUnless('chunks', chunks, typeof chunks === 'boolean', 'true or false');
  refuseUnless('chunkSize', chunkSize, Number.isInteger(chunkSize) && Number(chunkSize) > 0, 'an integer, 1 or more');
  refuseUnless('heartbeatMs', heartbeatMs, typeof heartbeatMs === 'number' && heartbeatMs > 0, 'a number above 0');
}

function refuseUnless(name: string, value: unknown, isRight: boolean, allowed: string): void {
  if (value === undefined || isRight) return;
  throw new MockConfigurationError(`wire.${name} must be ${allowed}; got ${String(value)}.`);
}
