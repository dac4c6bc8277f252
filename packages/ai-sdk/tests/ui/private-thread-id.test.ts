import { createHmac } from 'node:crypto';
import { ConfigurationError } from '@xpander/sdk';
import { describe, expect, it } from 'vitest';
import { privateThreadId } from '../../src/ui/index.ts';

const secret = 'a-secret-of-the-server-alone-0123';

describe('privateThreadId', () => {
  it('is a UUID of version 8, and the same for the same arguments', async () => {
    const id = await privateThreadId(secret, 'dana', 'chat-1');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await privateThreadId(secret, 'dana', 'chat-1')).toBe(id);
  });

  it('differs by secret, user and chat, and by where one name ends and the next begins', async () => {
    const ids = await Promise.all([
      privateThreadId(secret, 'dana'),
      privateThreadId(`${secret}!`, 'dana'),
      privateThreadId(secret, 'dan', 'a'),
      privateThreadId(secret, 'da', 'na'),
      privateThreadId(secret, 'd', 'ana'),
      privateThreadId(secret, 'dana', '\0'),
      privateThreadId(secret, 'dana\0'),
      privateThreadId(secret, 'däna'),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is HMAC-SHA-256 over the names with their lengths before them, in bytes', async () => {
    const hmac = createHmac('sha256', secret);
    for (const name of ['däna', 'chat-1']) {
      const bytes = Buffer.from(name);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      hmac.update(length).update(bytes);
    }
    const expected = hmac.digest('hex').slice(0, 32);
    const id = (await privateThreadId(secret, 'däna', 'chat-1')).replaceAll('-', '');
    // Two of the digits hold the version and the variant.
    const withoutMarks = (hex: string): string => hex.slice(0, 12) + hex.slice(13, 16) + hex.slice(17);
    expect(withoutMarks(id)).toBe(withoutMarks(expected));
  });

  it.each([
    ['secret', ['', 'dana']],
    ['userId', [secret, '']],
    ['userId', [secret, undefined]],
    ['chatId', [secret, 'dana', '']],
  ])('rejects a missing %s', async (option, names) => {
    const error: unknown = await privateThreadId(...(names as [string, string])).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ option });
    expect(String(error)).not.toContain(secret);
  });
});
