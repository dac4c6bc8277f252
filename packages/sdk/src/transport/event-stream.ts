import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** Messages as they come, one at a time: nothing is read ahead of the reader beyond the chunk at hand. */
export interface EventStream {
  /** The next message; `undefined` at the end. Rejects when the connection breaks or a message is too long. */
  next(): Promise<EventSourceMessage | undefined>;
  /** The next message if it is here already: taken, or only looked at. */
  take(): EventSourceMessage | undefined;
  peek(): EventSourceMessage | undefined;
  /** Closes the connection. A read that is under way ends as if the stream had. */
  cancel(): void;
}

/** The longest message, in characters: one that never ends must not fill the memory. */
const longestMessage = 16 * 1024 * 1024;

/** Decodes server-sent events, however the bytes are cut. A last message needs no blank line after it. */
export function openEventStream(body: ReadableStream<Uint8Array>): EventStream {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const messages: EventSourceMessage[] = [];
  let failure: Error | undefined;
  let isDone = false;
  let taken = 0;

  const parser = createParser({
    maxBufferSize: longestMessage,
    onEvent: (message) => messages.push(message),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') failure = error;
    },
  });

  const fill = async (): Promise<void> => {
    messages.length = 0;
    taken = 0;
    while (messages.length === 0 && !isDone && failure === undefined) {
      const { done, value } = await reader.read();
      isDone = done;
      parser.feed(done ? `${decoder.decode()}\n\n` : decoder.decode(value, { stream: true }));
    }
  };

  const peek = (): EventSourceMessage | undefined => messages[taken];
  const take = (): EventSourceMessage | undefined => {
    const message = peek();
    taken += 1;
    return message;
  };

  return {
    take,
    peek,
    async next() {
      if (taken >= messages.length) await fill();
      const message = take();
      if (message === undefined && failure !== undefined) throw failure;
      return message;
    },
    cancel: () => void reader.cancel().catch(() => undefined),
  };
}
