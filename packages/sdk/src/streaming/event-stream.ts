import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { ProtocolError } from '../errors/transport-errors.ts';
import type { EventStream } from './types.ts';

/** The longest message, in characters, so that one without an end cannot fill the memory. */
const longestMessage = 16 * 1024 * 1024;
const tooLong = `A message of the stream has more than ${longestMessage} characters`;
/** What each line counts in addition to its characters: many short lines use memory as well. */
const lineCost = 64;

/**
 * Decodes server-sent events from chunks of any size. The last message needs no blank line after it.
 *
 * With `isRaw`, messages with empty data count as well, and a broken connection rejects as the body does.
 */
export function openEventStream(body: ReadableStream<Uint8Array>, isRaw = false): EventStream {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const toLines = createLineEnds();
  const measure = createMeasure();
  const messages: EventSourceMessage[] = [];
  let failure: { readonly error: unknown } | undefined;
  let isDone = false;
  let taken = 0;

  const parser = createParser({
    onEvent: (message) => {
      if (isRaw || message.data !== '') messages.push(message);
    },
  });

  const fill = async (): Promise<void> => {
    messages.length = 0;
    taken = 0;
    while (messages.length === 0 && !isDone && failure === undefined) {
      const read = await reader.read().catch((error: unknown) => {
        if (isRaw) failure = { error };
      });
      isDone = read?.done !== false;
      if (!read) return;
      const { done, value } = read;
      const text = toLines(done ? `${decoder.decode()}\n\n` : decoder.decode(value, { stream: true }));
      parser.feed(text);
      if (measure(text) > longestMessage) failure = { error: new ProtocolError(tooLong, 200, '') };
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
      if (message === undefined && failure !== undefined) throw failure.error;
      return message;
    },
    cancel: () => void reader.cancel().catch(() => undefined),
  };
}

/** Ends every line with LF. The parser would hold back a line that ends with CR until the next chunk. */
function createLineEnds(): (text: string) => string {
  let endsWithCr = false;
  return (text) => {
    const rest = endsWithCr && text.startsWith('\n') ? text.slice(1) : text;
    if (text !== '') endsWithCr = text.endsWith('\r');
    return rest.includes('\r') ? rest.replace(/\r\n?/g, '\n') : rest;
  };
}

/** Measures the message that has begun but not ended. */
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
