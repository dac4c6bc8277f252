import { ConfigurationError, type TaskStream } from '@xpander/sdk';
import { type AgentPart, parts } from '@xpander/sdk/parts';
import type { ChatChunk } from './chat-message.ts';
import { checkStreamOptions, resolveShow, type UIMessageStreamOptions } from './stream-options.ts';
import { writeChunks } from './write-chunks.ts';

/** The events of a run: the stream of a verb, or its parts. */
export type PartSource = TaskStream | AsyncIterable<AgentPart>;

/**
 * Turns a run into a stream of message chunks, for example to merge it into a message of `createUIMessageStream`.
 *
 * It never rejects: an error becomes an `error` chunk with one sentence, and `onError` gets the error itself. It is the
 * reader of the run's stream, which has only one. Cancelling it closes the connection; the run goes on.
 *
 * @throws ConfigurationError if an option is unknown or invalid.
 */
export function toUIMessageStream(source: PartSource, options: UIMessageStreamOptions = {}): ReadableStream<ChatChunk> {
  checkStreamOptions(options);
  const { show, onError, messageId } = options;
  const reader = readParts(source);
  const chunks = writeChunks(reader, { show: resolveShow(show), onError, messageId });
  return new ReadableStream<ChatChunk>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        // Not by `chunks.return()`, which would wait for the next part.
        await reader.return?.();
      },
    },
    // Nothing is read before the consumer asks for it.
    { highWaterMark: 0 },
  );
}

function readParts(source: PartSource): AsyncIterator<AgentPart> {
  const { finalTask, [Symbol.asyncIterator]: iterate } = Object(source) as Partial<TaskStream>;
  if (typeof iterate !== 'function')
    throw new ConfigurationError('source', 'is not a stream of a run', 'Pass agent.stream(…), or parts of it');
  const isTaskStream = typeof finalTask === 'function';
  return (isTaskStream ? parts(source as TaskStream) : (source as AsyncIterable<AgentPart>))[Symbol.asyncIterator]();
}
