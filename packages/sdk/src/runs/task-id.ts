import { checkId, runKey } from '../config/validators.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';

/**
 * A new task id: a random UUID. Browsers have `crypto.randomUUID` on pages served by https alone, and some hosts lack it.
 *
 * @throws ConfigurationError if the host has no source of random numbers.
 */
export function createTaskId(): string {
  const { crypto } = globalThis as { crypto?: Partial<Crypto> };
  if (crypto?.randomUUID) return crypto.randomUUID();
  if (!crypto?.getRandomValues) {
    const problem = 'cannot be generated, because this host has no `crypto`';
    throw new ConfigurationError('id', problem, 'Pass a UUID as `id` in the request, or load a polyfill of `crypto`');
  }
  return toUuid(crypto.getRandomValues(new Uint8Array(16)), 4);
}

/**
 * Returns the id of the task that a call with the option `once` runs for this key. It is the same in every process, so
 * that any of them can read the task, wait for it or stop it by its key.
 *
 * The id is a UUID of version 8, made of the first 16 bytes of the SHA-256 of `agentId`, a NUL and the key in UTF-8.
 *
 * @example
 * await xpander.tasks.stop(await taskIdOf(agentId, 'job-42'));
 *
 * @throws ConfigurationError if the agent's id or the key is invalid, or if the host has no WebCrypto (`crypto.subtle`),
 * as on browser pages that are not served by https.
 */
export async function taskIdOf(agentId: string, key: string): Promise<string> {
  const mistake = runKey(key);
  if (mistake !== undefined) throw new ConfigurationError('key', ...mistake);
  const name = `${checkId('agentId', agentId)}\0${key}`;
  const { crypto } = globalThis as { crypto?: Partial<Crypto> };
  if (!crypto?.subtle) {
    const problem = 'needs `crypto.subtle`, which this host does not have';
    throw new ConfigurationError('once', problem, 'Serve the page by https, or load a polyfill of WebCrypto');
  }
  const known = knownIds.get(name);
  if (known !== undefined) return known;
  const id = toUuid(new Uint8Array(await crypto.subtle.digest('SHA-256', encode(name))), 8);
  if (knownIds.size === mostKnownIds) knownIds.clear();
  knownIds.set(name, id);
  return id;
}

/** UTF-8. Half of a surrogate pair has none: it becomes the three bytes that belong to its number, so that each key has its own. */
function encode(text: string): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  if (!/\p{Surrogate}/u.test(text)) return encoder.encode(text);
  const bytesOf = (character: string): Iterable<number> => {
    const code = character.codePointAt(0) ?? 0;
    const isHalf = code >= 0xd800 && code <= 0xdfff;
    return isHalf
      ? [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]
      : encoder.encode(character);
  };
  return Uint8Array.from(Array.from(text, (character) => [...bytesOf(character)]).flat());
}

/**
 * Ids that were made before. Hosts hash on another thread, which a virtual clock does not see: in a test, time would pass
 * each time that a key is used.
 */
const knownIds = new Map<string, string>();
const mostKnownIds = 1_000;

/** The first 16 bytes as a UUID of this version (RFC 9562). */
function toUuid(bytes: Uint8Array, version: number): string {
  const marked = Array.from(bytes.subarray(0, 16), (byte, index) => {
    if (index === 6) return (byte & 0x0f) | (version << 4);
    return index === 8 ? (byte & 0x3f) | 0x80 : byte;
  });
  const digits = marked.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
