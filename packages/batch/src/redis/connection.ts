import { Redis, type RedisOptions } from 'ioredis';
import { type ScriptName, scripts } from './scripts/index.ts';

/** Where Redis is: its URL, a client whose settings are used, or the settings. */
export type RedisPlace = string | Redis | RedisOptions;

/** A client for what this package does itself, and one for BullMQ. */
export interface Connections {
  readonly redis: Redis;
  readonly engine: Redis;
  /** Runs one of the scripts. Rejects soon if the server is away. */
  call(name: ScriptName, key: string, ...values: (string | number)[]): Promise<unknown>;
  close(): void;
}

/** After so many attempts to connect again, a command that waits is rejected. Attempts go on. */
const mostAttempts = 2;
const longestPauseMs = 1_000;

export async function connect(place: RedisPlace): Promise<Connections> {
  const settings = {
    maxRetriesPerRequest: mostAttempts,
    retryStrategy: (times: number): number => Math.min(times * 100, longestPauseMs),
    connectionName: 'xpander-batch',
    lazyConnect: true,
    // Both would change what the scripts are given and answer.
    keyPrefix: '',
    replyMapping: undefined,
  };
  const redis = createClient(place, settings);
  // BullMQ repeats its commands for as long as it takes.
  const engine = redis.duplicate({ ...settings, maxRetriesPerRequest: null });
  // Without a listener, each attempt to connect again would print an error. Calls report them.
  for (const client of [redis, engine]) client.on('error', () => undefined);
  try {
    await redis.connect();
    await engine.connect();
  } catch (error) {
    redis.disconnect();
    engine.disconnect();
    throw error;
  }
  const defined = new Map<ScriptName, (...values: (string | number)[]) => Promise<unknown>>();
  for (const [name, lua] of scripts) {
    const command = `xpanderBatch_${name}`;
    redis.defineCommand(command, { numberOfKeys: 1, lua });
    const run = (redis as unknown as Record<string, (...values: (string | number)[]) => Promise<unknown>>)[command];
    if (run !== undefined) defined.set(name, run.bind(redis));
  }
  return {
    redis,
    engine,
    async call(name, key, ...values) {
      return defined.get(name)?.(key, ...values);
    },
    close() {
      redis.disconnect();
      engine.disconnect();
    },
  };
}

function createClient(place: RedisPlace, settings: object): Redis {
  if (typeof place === 'string') return new Redis(place, settings);
  if (isClient(place)) return place.duplicate(settings);
  const { replyMapping: _, ...rest } = place;
  return new Redis({ ...rest, ...settings });
}

/** By its method, because a client may come from another copy of ioredis. */
function isClient(place: Redis | RedisOptions): place is Redis {
  return typeof (place as Partial<Redis>).duplicate === 'function';
}

/** What the server says about itself. */
export interface ServerFacts {
  /** Another one after each start. */
  readonly runId: string;
  readonly hasLog: boolean;
  readonly eviction: string;
}

export async function readFacts(redis: Redis): Promise<ServerFacts> {
  const info = await redis.info();
  const read = (name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
  return {
    runId: read('run_id'),
    hasLog: read('aof_enabled') === '1',
    eviction: read('maxmemory_policy'),
  };
}
