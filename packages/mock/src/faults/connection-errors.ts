/**
 * The connection was refused, so the request cannot have arrived. These errors have the shape that undici gives them,
 * because clients read the cause.
 */
export function connectionRefused(): TypeError {
  const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:443'), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
  });
  return new TypeError('fetch failed', { cause });
}

/** The connection broke after the request was sent and before the headers arrived. */
export function connectionClosed(): TypeError {
  return new TypeError('fetch failed', { cause: otherSideClosed() });
}

/** The connection broke inside the body. */
export function connectionTerminated(): TypeError {
  return new TypeError('terminated', { cause: otherSideClosed() });
}

function otherSideClosed(): Error {
  return Object.assign(new Error('other side closed'), { name: 'SocketError', code: 'UND_ERR_SOCKET' });
}
