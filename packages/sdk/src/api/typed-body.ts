import { onAbort } from '../async/abort.ts';
import { ignore } from '../async/ignore.ts';

/**
 * The response with a body that ends with the caller's signal, and that breaks with an error of this SDK. Nothing is read
 * before the caller reads.
 */
export function withTypedBody(
  response: Response,
  signal: AbortSignal | undefined,
  toTyped: (error: unknown) => unknown,
): Response {
  // The body of a polyfill may not be a web stream.
  if (typeof response.body?.getReader !== 'function') return response;
  const source = createSource(response.body.getReader(), signal, toTyped);
  const { status, statusText, headers } = response;
  return new Response(new ReadableStream(source, { highWaterMark: 0 }), { status, statusText, headers });
}

function createSource(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal | undefined,
  toTyped: (error: unknown) => unknown,
): UnderlyingDefaultSource<Uint8Array> {
  let stopListening: (() => void) | undefined;
  const read = async (): Promise<Uint8Array | undefined> => {
    try {
      return (await reader.read()).value;
    } catch (error) {
      stopListening?.();
      throw toTyped(error);
    }
  };
  return {
    start(controller) {
      stopListening =
        signal &&
        onAbort(signal, () => {
          controller.error(signal.reason);
          reader.cancel(signal.reason).catch(ignore);
        });
    },
    async pull(controller) {
      const chunk = await read();
      if (signal?.aborted) return;
      if (chunk !== undefined) return controller.enqueue(chunk);
      stopListening?.();
      controller.close();
    },
    cancel(reason) {
      stopListening?.();
      return reader.cancel(reason);
    },
  };
}
