import type { ChatChunk } from './chat-message.ts';
import { checkResponseOptions, type UIMessageStreamResponseOptions } from './stream-options.ts';
import { type PartSource, toUIMessageStream } from './to-ui-message-stream.ts';

const streamHeaders = {
  'content-type': 'text/event-stream',
  // A proxy that compresses the stream would hold it back.
  'cache-control': 'no-cache, no-transform',
  'x-vercel-ai-ui-message-stream': 'v1',
  // Without it, nginx holds the stream back.
  'x-accel-buffering': 'no',
};

/**
 * Turns a run into the response that `useChat` expects: server-sent events, with comments that keep the connection open
 * while the agent is silent. If the page leaves, the connection to the agent is closed; the run goes on.
 *
 * @example
 * return toUIMessageStreamResponse(agent.stream('Explain it', { signal: request.signal }));
 *
 * @throws ConfigurationError if an option is unknown or invalid.
 */
export function toUIMessageStreamResponse(source: PartSource, options: UIMessageStreamResponseOptions = {}): Response {
  checkResponseOptions(options);
  const { keepAliveMs = 15_000, headers, ...streamOptions } = options;
  const body = toEvents(toUIMessageStream(source, streamOptions), keepAliveMs);
  return new Response(body, { headers: { ...headers, ...streamHeaders } });
}

function toEvents(chunks: ReadableStream<ChatChunk>, keepAliveMs: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = chunks.getReader();
  const encoder = new TextEncoder();
  let next: ReturnType<typeof reader.read> | undefined;
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        next ??= reader.read();
        const arrived = await withinSilence(next, keepAliveMs);
        if (arrived === undefined) return controller.enqueue(encoder.encode(': keep-alive\n\n'));
        next = undefined;
        const data = arrived.done ? '[DONE]' : JSON.stringify(arrived.value);
        controller.enqueue(encoder.encode(`data: ${data}\n\n`));
        if (arrived.done) controller.close();
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** Resolves with `undefined` if nothing has arrived within that time. */
async function withinSilence<T>(next: Promise<T>, keepAliveMs: number): Promise<T | undefined> {
  if (keepAliveMs === 0) return next;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), keepAliveMs);
  });
  try {
    return await Promise.race([next, silence]);
  } finally {
    clearTimeout(timer);
  }
}
