import type { BodyContext } from './types.ts';

/** Returns the response or, if a `slow()` hits it, a response whose body arrives a few bytes at a time. */
export function slowBody(response: Response, { operation, faults, clock, signal }: BodyContext): Response {
  const { trickle } = faults.pendingAt(operation, 'body').find(faults.consume) ?? {};
  if (trickle === undefined || response.body === null) return response;
  const pieces = inPieces(response.body, trickle.bytes, () => clock.sleep(trickle.everyMs, signal));
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await pieces.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, response);
}

async function* inPieces(
  body: ReadableStream<Uint8Array>,
  size: number,
  pause: () => Promise<void>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const bytes of body) {
    for (let from = 0; from < bytes.length; from += size) {
      await pause();
      yield bytes.subarray(from, from + size);
    }
  }
}
