import { ProtocolError } from '../errors/transport-errors.ts';

/** The most that an answer may hold, in bytes: a server that never stops must not fill the memory. */
const largestBody = 64 * 1024 * 1024;

/**
 * The body as text.
 *
 * @throws ProtocolError for one that is larger than any answer of the API. Whatever else it throws, the connection broke.
 */
export async function readText(response: Response, request: string): Promise<string> {
  const { body, headers } = response;
  const lengthKnown = headers.has('content-length') && !headers.has('content-encoding');
  if (lengthKnown && Number(headers.get('content-length')) <= largestBody) return response.text();
  // The body of a polyfill may be another kind of stream.
  const text = typeof body?.getReader === 'function' ? await readBounded(body) : await response.text();
  if (text !== undefined) return text;
  throw new ProtocolError(`${request} answered with more than ${largestBody} bytes`, response.status, '');
}

/** Counts what arrives, which for a compressed body is not what was announced. `undefined` when it is too much. */
async function readBounded(body: ReadableStream<Uint8Array>): Promise<string | undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > largestBody) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}
