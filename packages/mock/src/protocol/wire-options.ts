import { MockConfigurationError, oneOf, refuseUnknownMembers } from '../configuration/configuration-error.ts';

/** How answers look on the wire: the forms in which the API has been seen or documented. */
export interface WireOptions {
  /** `"utc"`: with `Z`. `"zone-less"`: the same instant without it (api-facts A4). Default `"utc"`. */
  timestamps?: 'utc' | 'zone-less' | undefined;
  /**
   * `"full"`: every field, unset ones as `null`. `"without-nulls"`: unset fields are left out. `"short"`: the handful of
   * fields the documents' examples show (api-facts A9). Default `"full"`.
   */
  tasks?: 'full' | 'without-nulls' | 'short' | undefined;
  /** `"null"`: `started_at` stays null, also in a task that has ended (api-facts A4). Default `"set"`. */
  startedAt?: 'set' | 'null' | undefined;
  /**
   * The keys of thread messages, by their number in api-facts E: 1 all 27, 2 with metrics, 3 with ids such as
   * `<task>_user_1`, 4 role and content alone. Default 3.
   */
  threadVariant?: 1 | 2 | 3 | 4 | undefined;
  /**
   * `"current"`: `{ type, task_id, organization_id, time, data }`. `"legacy"`: `task_started`, `content_chunk`,
   * `task_completed`, `error`. `"event-key"`: `{ event, data }` (api-facts D4). Default `"current"`.
   */
  events?: 'current' | 'legacy' | 'event-key' | undefined;
  /** `false`: streams have no `chunk` events; `task_finished` alone holds the answer (api-facts D3). Default `true`. */
  chunks?: boolean | undefined;
  /** Characters in each chunk of an answer that its script does not yield in pieces. Default 24. */
  chunkSize?: number | undefined;
  /**
   * Milliseconds between comment lines (`: ping`) of a stream that has nothing to say. While such a stream is read,
   * virtual time goes on. Default: no such lines.
   */
  heartbeatMs?: number | undefined;
}

/** Every choice made. */
export type WireSettings = { readonly [Name in keyof WireOptions]-?: Exclude<WireOptions[Name], undefined> };

const DEFAULTS: WireSettings = {
  timestamps: 'utc',
  tasks: 'full',
  startedAt: 'set',
  threadVariant: 3,
  events: 'current',
  chunks: true,
  chunkSize: 24,
  heartbeatMs: Number.POSITIVE_INFINITY,
};

const CHOICES = {
  timestamps: ['utc', 'zone-less'],
  tasks: ['full', 'without-nulls', 'short'],
  startedAt: ['set', 'null'],
  events: ['current', 'legacy', 'event-key'],
} as const;

/** Fills in the defaults. */
export function resolveWire(options: WireOptions = {}): WireSettings {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...DEFAULTS, ...Object.fromEntries(given) };
}

/** Refuses forms that do not exist, naming them. */
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
  const { threadVariant, chunks, chunkSize, heartbeatMs } = options;
  refuseUnless('threadVariant', threadVariant, [1, 2, 3, 4].includes(threadVariant as number), '1, 2, 3 or 4');
  refuseUnless('chunks', chunks, typeof chunks === 'boolean', 'true or false');
  refuseUnless('chunkSize', chunkSize, Number.isInteger(chunkSize) && Number(chunkSize) > 0, 'a whole number from 1');
  refuseUnless('heartbeatMs', heartbeatMs, typeof heartbeatMs === 'number' && heartbeatMs > 0, 'a number above 0');
}

function refuseUnless(name: string, value: unknown, isRight: boolean, allowed: string): void {
  if (value === undefined || isRight) return;
  throw new MockConfigurationError(`wire.${name} must be ${allowed}; got ${String(value)}.`);
}
