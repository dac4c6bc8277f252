import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** Messages as they come, one at a time: nothing is read ahead of the reader beyond the chunk at hand. */
export interface EventStream {
  /**
   * The next message that says something; `undefined` at the end, also when the connection broke: what the message
   * would have said is lost then. Rejects for a message that is too long.
   */
  next(): Promise<EventSourceMessage | undefined>;
  /** The next message if it is here already: taken, or only looked at. */
  take(): EventSourceMessage | undefined;
  peek(): EventSourceMessage | undefined;
  /** Closes the connection. A read that is under way ends as if the stream had. */
  cancel(): void;
}

/** The longest message, in characters: one that never ends must not fill the memory. */
const longestMessage = 16 * 1024 * 1024;
/** What a line counts beside its characters: short ones fill the memory as well. */
const lineCost = 64;

/** Decodes server-sent events, however the bytes are cut. A last message needs no blank line after it. */
export function openEventStream(body: ReadableStream<Uint8Array>): EventStream {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const toLines = createLineEnds();
  const measure = createMeasure();
  const messages: EventSourceMessage[] = [];
  let failure: Error | undefined;
  let isDone = false;
  let taken = 0;

  const parser = createParser({
    onEvent: (message) => {
      if (message.data !== '') messages.push(message);
    },
  });

  const fill = async (): Promise<void> => {
    messages.length = 0;
    taken = 0;
    while (messages.length === 0 && !isDone && failure === undefined) {
      const read = await reader.read().catch(() => undefined);
      isDone = read?.done !== false;
      if (read === undefined) return;
      const { done, value } = read;
      const text = toLines(done ? `${decoder.decode()}\n\n` : decoder.decode(value, { stream: true }));
      parser.feed(text);
      if (measure(text) > longestMessage)
        failure = new Error(`A message of the stream has more than ${longestMessage} characters`);
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

/** Ends every line with LF, at once: the parser would keep a CR until it has seen what comes next. */
function createLineEnds(): (text: string) => string {
  let endsWithCr = false;
  return (text) => {
    const rest = endsWithCr && text.startsWith('\n') ? text.slice(1) : text;
    if (text !== '') endsWithCr = text.endsWith('\r');
    return rest.includes('\r') ? rest.replace(/\r\n?/g, '\n') : rest;
  };
}

/** Measures the message that has begun and not ended. */
function createMeasure(): (text: string) => number {
  let size = 0;
  let isLineStart = true;
  return (text) => {
    let lastEnd = isLineStart ? -1 : -2;
    size += text.length;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) {
      size = end === lastEnd + 1 ? text.length - end - 1 : size + lineCost;
      lastEnd = end;
    }
    isLineStart = lastEnd === text.length - 1;
    return size;
  };
}
