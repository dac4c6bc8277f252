import { ProtocolError } from '../errors/transport-errors.ts';
import { toConnectionError } from './connection.ts';
import type { Send } from './outgoing.ts';

/**
 * Reads the body as a part of the attempt, so that a body that is cut off or stalls is repeated and timed out like
 * any other trouble, and refuses redirects: following one would hand the key to another host.
 */
export function withBody(next: Send): Send {
  return async (outgoing, call) => {
    const response = await next(outgoing, call);
    const { status, statusText, headers } = response;
    if (isRedirect(response)) {
      await response.body?.cancel();
      throw new ProtocolError(`${outgoing.method} ${call.path} was redirected, which is not followed`, status, '');
    }
    const text = await readText(response);
    return new Response(text === '' ? null : text, { status, statusText, headers });
  };
}

/** Browsers hide a redirect behind a response of their own kind, with status 0. */
function isRedirect({ status, type }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

async function readText(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    throw toConnectionError(error);
  }
}
