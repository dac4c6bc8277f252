import { show } from '../config/values.ts';
import { type ErrorLike, isErrorLike } from '../errors/error-like.ts';
import { ConnectionError } from '../errors/transport-errors.ts';
import { isNeverSent, matches, unreadable, verdicts } from './never-sent.ts';
import { redact, type Secrets, withoutSecrets } from './redact.ts';

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
function findLeaves(error: unknown, depth: number): readonly ErrorLike[] {
  if (!isErrorLike(error) || depth > 8) return [];
  if (matches(verdicts, error)) return [error];
  const inner: readonly unknown[] = [error.cause, ...(Array.isArray(error.errors) ? error.errors : [])];
  const leaves = inner.flatMap((next) => findLeaves(next, depth + 1));
  return leaves.length > 0 ? leaves : [error];
}

function reasonOf(error: ErrorLike): string {
  if (matches(unreadable, error)) return '`fetch` cannot read this Request. Pass `request.url` and its members';
  if (error.message !== '') return error.message;
  return typeof error.code === 'string' ? error.code : error.name;
}
