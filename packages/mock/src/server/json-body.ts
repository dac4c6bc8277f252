import type { Fault, Faults } from '../faults/types.ts';
import type { BodyContext } from './types.ts';

/** Returns the body as it is or, if it has faults, as a stream of two halves that applies them in between. */
export function jsonBody(
  text: string,
  { operation, faults, signal }: BodyContext,
): string | ReadableStream<Uint8Array> {
  const waiting = faults.pendingAt(operation, 'mid-body');
  return waiting.length === 0 ? text : inHalves(text, () => applyEach(waiting, faults, signal));
}

async function applyEach(waiting: readonly Fault[], faults: Faults, signal: AbortSignal): Promise<void> {
  for (const fault of waiting) if (faults.consume(fault)) await fault.apply(signal);
}

function inHalves(text: string, pause: () => Promise<void>): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const middle = Math.floor(bytes.length / 2);
  return new ReadableStream({
    start: (controller) => controller.enqueue(bytes.subarray(0, middle)),
    pull: async (controller) => {
      await pause();
      controller.enqueue(bytes.subarray(middle));
      controller.close();
    },
  });
}
