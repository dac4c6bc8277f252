import { show } from '../checks.ts';
import { ConnectionError } from '../errors/transport-errors.ts';
import { redact, type Secrets, withoutSecrets } from './secrets.ts';

/** Codes that mean the connection was never made, so that the server cannot have seen the request. */
const neverSentCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'EAI_NONAME',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  // Bun's names for the same.
  'ConnectionRefused',
  'FailedToOpenSocket',
  // A certificate that was refused ends the handshake before the request is written.
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  // A plain HTTP server behind an https: URL.
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

/**
 * Wraps what `fetch` threw. Shapes we do not know count as sent: better a clear doubt than a second run.
 *
 * `secrets` are kept out of the message and the cause.
 */
export function toConnectionError(thrown: unknown, secrets: Secrets): ConnectionError {
  const leaves = findLeaves(thrown, 0);
  const neverSent = leaves.length > 0 && leaves.every(isNeverSent);
  const reasons = redact([...new Set(leaves.map(describe))].join('; ') || `${show(thrown)} was thrown`, secrets);
  const problem = neverSent ? 'Could not connect' : 'The connection failed';
  return new ConnectionError(`${problem}: ${reasons}`, neverSent ? false : 'unknown', withoutSecrets(thrown, secrets));
}

/** Wraps what reading a body threw: whatever it says, the request had been answered. */
export function toCutOffError(thrown: unknown, secrets: Secrets): ConnectionError {
  const { message, cause } = toConnectionError(thrown, secrets);
  return new ConnectionError(message.replace('Could not connect', 'The connection failed'), 'unknown', cause);
}

/** The errors at the ends of the `cause` and `errors` chains: with two addresses, both attempts must have failed to connect. */
function findLeaves(error: unknown, depth: number): readonly Error[] {
  if (!(error instanceof Error) || depth > 8) return [];
  const inner: readonly unknown[] = [error.cause, ...(error instanceof AggregateError ? error.errors : [])];
  const leaves = inner.flatMap((next) => findLeaves(next, depth + 1));
  return leaves.length > 0 ? leaves : [error];
}

function isNeverSent(error: Error & { code?: unknown; syscall?: unknown }): boolean {
  // The same code on `read` or `write` means that a connection was there, and was lost.
  if (typeof error.syscall === 'string' && !['connect', 'getaddrinfo'].includes(error.syscall)) return false;
  if (typeof error.code === 'string') return neverSentCodes.has(error.code);
  // Deno gives no code, but says at which stage it failed; Node none for a port that the fetch standard forbids.
  return error.message.includes('client error (Connect)') || error.message === 'bad port';
}

function describe(error: Error & { code?: unknown }): string {
  if (error.message !== '') return error.message;
  return typeof error.code === 'string' ? error.code : error.name;
}
