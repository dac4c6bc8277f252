import { ConfigurationError } from '@xpander/sdk';

/**
 * Names the thread of a user, or of one of the user's chats. The same arguments always name the same thread, so that no
 * table of threads is needed. Without the secret, the id of another user's thread cannot be found out.
 *
 * It is a UUID of version 8: HMAC-SHA-256 over the user's id and the chat's id, each with its length before it.
 *
 * @param secret At least 32 random characters, known to the server only. With another secret, all threads are new.
 * @param userId From the session, never from the request's body.
 * @param chatId May come from the page: it leads to threads of this user only.
 *
 * @throws ConfigurationError if an argument is not a text, or is empty.
 */
export async function privateThreadId(secret: string, userId: string, chatId?: string): Promise<string> {
  checkText('secret', secret, 'Pass a random text that only the server knows');
  checkText('userId', userId, 'Pass the id of the signed-in user');
  if (chatId !== undefined) checkText('chatId', chatId, 'Pass the id of the chat, or leave it out');
  const names = chatId === undefined ? [userId] : [userId, chatId];
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, lengthPrefixed(names));
  return toUuid(new Uint8Array(signature, 0, 16));
}

const algorithm = { name: 'HMAC', hash: 'SHA-256' };

function checkText(name: string, value: unknown, hint: string): void {
  if (typeof value !== 'string' || value === '') throw new ConfigurationError(name, 'must be a non-empty text', hint);
}

/** Each text with its length in bytes before it, as a number of 32 bits: no two lists have the same bytes. */
function lengthPrefixed(texts: readonly string[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts = texts.map((text) => encoder.encode(text));
  const bytes = new Uint8Array(parts.reduce((length, part) => length + 4 + part.length, 0));
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const part of parts) {
    view.setUint32(offset, part.length);
    bytes.set(part, offset + 4);
    offset += 4 + part.length;
  }
  return bytes;
}

function toUuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte, index) => {
    const marked = index === 6 ? (byte & 0x0f) | 0x80 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return marked.toString(16).padStart(2, '0');
  }).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
