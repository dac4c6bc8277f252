import { show } from '../config/validators.ts';
import { ConnectionError } from '../errors/transport-errors.ts';
import { redact, type Secrets, withoutSecrets } from './redact.ts';

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

/** What errors without a code say when nothing was sent. */
const neverSentMessages: readonly RegExp[] = [
  // Deno tells at which stage it failed.
  /client error \(Connect\)/,
  // Ports that the fetch standard forbids, in the words of Node and of Deno.
  /^bad port$/,
  /^Fetch failed: Requests to port \d+ are blocked$/,
];

/** Node, when the other side ends the connection before the handshake does. */
const handshakeCutOff = 'Client network socket disconnected before secure TLS connection was established';

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
  if (typeof error.syscall === 'string') return isBeforeSending(error.syscall, error.code);
  // Its code is that of any reset.
  if (error.message === handshakeCutOff) return true;
  if (typeof error.code === 'string') return neverSentCodes.has(error.code);
  return neverSentMessages.some((pattern) => pattern.test(error.message));
}

/** The same code on `read` or `write` means that a connection was there, and was lost. */
function isBeforeSending(syscall: string, code: unknown): boolean {
  // Whether a reset hits `connect` or what comes next is chance. The same trouble had better end the same way.
  return syscall === 'getaddrinfo' || (syscall === 'connect' && code !== 'ECONNRESET');
}

function describe(error: Error & { code?: unknown }): string {
  if (error.message !== '') return error.message;
  return typeof error.code === 'string' ? error.code : error.name;
}
