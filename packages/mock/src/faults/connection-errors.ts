/**
 * What `fetch` rejects with when a connection breaks, in the shape undici gives it: clients tell from the cause
 * whether the request can have arrived.
 */
export function connectionRefused(): TypeError {
  const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:443'), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
  });
  return new TypeError('fetch failed', { cause });
}

/** The connection broke after the request was sent and before the headers came. */
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
