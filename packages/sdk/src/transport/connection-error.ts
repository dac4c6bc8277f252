import { show } from '../config/validators.ts';
import { ConnectionError } from '../errors/transport-errors.ts';
import { redact, type Secrets, withoutSecrets } from './redact.ts';

/** Codes of errors before the connection was made, so that the server cannot have received the request. */
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
  // Bun's names for such errors.
  'ConnectionRefused',
  'FailedToOpenSocket',
  // A rejected certificate ends the handshake before the request is written.
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

/** Messages of errors that have no code, when nothing was sent. */
const neverSentMessages: readonly RegExp[] = [
  // Deno's message names the stage that failed.
  /client error \(Connect\)/,
  // Ports that the fetch standard forbids, in Node and in Deno.
  /^bad port$/,
  /^Fetch failed: Requests to port \d+ are blocked$/,
];

/** Node's message when the server closes the connection during the handshake. */
const handshakeCutOff = 'Client network socket disconnected before secure TLS connection was established';

/**
 * Wraps what `fetch` threw. After an unknown error the request may have been sent, because a retry could run an agent
 * twice.
 *
 * The message and the cause do not contain the `secrets`.
 */
export function toConnectionError(thrown: unknown, secrets: Secrets): ConnectionError {
  const leaves = findLeaves(thrown, 0);
  const neverSent = leaves.length > 0 && leaves.every(isNeverSent);
  const reasons = redact([...new Set(leaves.map(reasonOf))].join('; ') || `${show(thrown)} was thrown`, secrets);
  const problem = neverSent ? 'Could not connect' : 'The connection failed';
  return new ConnectionError(`${problem}: ${reasons}`, neverSent ? false : 'unknown', withoutSecrets(thrown, secrets));
}

/** Wraps what reading a body threw. The request was sent, whatever the error says. */
export function toCutOffError(thrown: unknown, secrets: Secrets): ConnectionError {
  const { message, cause } = toConnectionError(thrown, secrets);
  return new ConnectionError(message.replace('Could not connect', 'The connection failed'), 'unknown', cause);
}

/** The errors at the ends of the `cause` and `errors` chains. A host with two addresses leads to one error for each. */
function findLeaves(error: unknown, depth: number): readonly Error[] {
  if (!(error instanceof Error) || depth > 8) return [];
  const inner: readonly unknown[] = [error.cause, ...(error instanceof AggregateError ? error.errors : [])];
  const leaves = inner.flatMap((next) => findLeaves(next, depth + 1));
  return leaves.length > 0 ? leaves : [error];
}

function isNeverSent(error: Error & { code?: unknown; syscall?: unknown }): boolean {
  if (typeof error.syscall === 'string') return isBeforeSending(error.syscall, error.code);
  // Its code is the same as for any other reset.
  if (error.message === handshakeCutOff) return true;
  if (typeof error.code === 'string') return neverSentCodes.has(error.code);
  return neverSentMessages.some((pattern) => pattern.test(error.message));
}

/** Whether the failed system call comes before the request. With `read` or `write`, a connection was made and lost. */
function isBeforeSending(syscall: string, code: unknown): boolean {
  // A reset hits `connect` or the next call by chance, so both have the same result.
  return syscall === 'getaddrinfo' || (syscall === 'connect' && code !== 'ECONNRESET');
}

function reasonOf(error: Error & { code?: unknown }): string {
  if (error.message !== '') return error.message;
  return typeof error.code === 'string' ? error.code : error.name;
}
