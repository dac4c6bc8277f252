import { describe, expect, it } from 'vitest';
import { postgresStore } from '../src/postgres/index.ts';
import { redisStore } from '../src/redis/index.ts';

describe('options of the stores', () => {
  const connectionString = 'postgres://user:secret@host/database';
  const url = 'redis://user:secret@host';
  const mistakes = [
    ['connectionString', () => postgresStore({})],
    ['connectionString', () => postgresStore({ connectionString: '' })],
    ['pool', () => postgresStore({ pool: {} as never })],
    ['schema', () => postgresStore({ connectionString, schema: 'Bad-Name' })],
    ['leaseMs', () => postgresStore({ connectionString, leaseMs: 10 })],
    ['lease', () => postgresStore({ connectionString, lease: 10 } as never)],
    ['url', () => redisStore({})],
    ['url', () => redisStore({ url: 'http://host' })],
    ['url', () => redisStore({ url, connection: {} })],
    ['connection', () => redisStore({ connection: 'host' as never })],
    ['leaseMs', () => redisStore({ url, leaseMs: 1.5 })],
    ['prefix', () => redisStore({ url, prefix: 'x' } as never)],
  ] as const;

  it.each(mistakes)('names %s when it is wrong, and shows no password', (option, make) => {
    let error: unknown;
    try {
      make();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ name: 'ConfigurationError', option });
    expect(String(error)).not.toContain('secret');
  });
});
