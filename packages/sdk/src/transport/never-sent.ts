import type { ErrorLike } from '../errors/error-like.ts';

/*
 * The patterns match the code of an error, its message, and the `input` of Node's ERR_INVALID_URL, with a space between
 * them. For an error without a code, the text begins with a space.
 */

/** `fetch` could not read the `Request` that it was given: undici and node-fetch read a `Request` of their own class only. */
export const unreadable: readonly RegExp[] = [
  /^\S* ((Failed to parse URL from|Invalid URL) \[object Request\]|Only absolute URLs are)/,
];

/** Errors that say by themselves that nothing was sent, whatever caused them. */
export const verdicts: readonly RegExp[] = [
  ...unreadable,
  // undici, tunnel and https-proxy-agent, when the proxy opens no tunnel.
  /^\S* (Proxy (response \(\d+\) !==|[Cc]onnection (failed|ended) )|tunneling socket )/,
  // `fetch` could not create its own request.
  /^ (Failed to parse URL from|RequestInit:) /,
  // OpenSSL ended the handshake: the server does not speak TLS, or has an old version or a weak key.
  // Or the server sent an alert that TLS allows in a handshake only (RFC 8446, section 6.2), for example for a missing
  // client certificate. It reads no request before its side of the handshake is complete, even if one was sent by then.
  /^(EPROTO|ERR_SSL_\S+) .*:((wrong version number|unsupported protocol|unsafe legacy [^:]+|[^:]*(key too small|too weak)):|SSL alert number (4[^7]|51|7[01]|11[26]|120)\b)/s,
];

/** Errors without a cause that prove that nothing was sent. */
const proofs: readonly RegExp[] = [
  // There was no connection. `ConnectionRefused` and `FailedToOpenSocket` are codes of Bun.
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|E(HOST|NET)UNREACH|ConnectionRefused|FailedToOpenSocket) /,
  // undici had no connection, or rejected the arguments.
  /^UND_ERR_(CONNECT_TIMEOUT|CLOSED|SOCKS5\w*|INVALID_ARG) /,
  // node-fetch does not keep the name of the system call.
  /^(?!ECONNRESET)\S* connect E/,
  // A rejected certificate, like an answer that is not TLS, ends the handshake before the request is written.
  /^(ERR_SSL_WRONG_VERSION_NUMBER|(ERR_TLS_)?CERT_\w+|\w*SELF_SIGNED_CERT\w*|UNABLE_TO_(GET_ISSUER_CERT\w*|VERIFY_LEAF_SIGNATURE)|INVALID_(CA|PURPOSE)) /,
  // The server closed the connection during the handshake. The code is the same as for any other reset.
  /^\S* Client network socket disconnected before secure TLS /,
  // Deno's message names the stage that failed.
  /^ .*client error \(Connect\)/s,
  // Next.js, on a page with `fetchCache = "only-cache"`.
  /^ cache: 'no-store' used on fetch /,
  // Ports that the fetch standard forbids, in Node and in Deno, and protocols that it does not know.
  /^ (bad port|unknown scheme|Fetch failed: Requests to port \d+ are blocked) $/,
];

/** Whether an error without a cause proves that nothing was sent. */
export function isNeverSent(error: ErrorLike): boolean {
  if (matches(verdicts, error)) return true;
  const { code, syscall } = error;
  if (typeof syscall !== 'string') return matches(proofs, error);
  // With `read` or `write`, a connection was made and lost. A reset hits `connect` or the next call by chance.
  return /^(getaddrinfo|query[A-Z]|bind$)/.test(syscall) || (syscall === 'connect' && code !== 'ECONNRESET');
}

/** Whether one of the patterns matches the error. */
export function matches(patterns: readonly RegExp[], { code, message, input }: ErrorLike): boolean {
  // The words that node-fetch puts before the message of Node.
  const plain = message.replace(/^request to \S+ failed, reason: /, '');
  const text = [code, plain, input].map((word) => (typeof word === 'string' ? word : '')).join(' ');
  return patterns.some((pattern) => pattern.test(text));
}
