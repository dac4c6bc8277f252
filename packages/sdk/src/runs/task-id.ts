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
  const bytes = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0'));
  return bytes.join('').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}
