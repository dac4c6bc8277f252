import { isObject, show } from '../config/values.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { openEventStream } from './event-stream.ts';

/** One server-sent event, as it was sent. */
export interface ServerSentEvent {
  /** The name of its type; `undefined` if it has none. */
  readonly event: string | undefined;
  /** The text, usually JSON. Several `data` lines are joined by line breaks. */
  readonly data: string;
  /** What `Last-Event-ID` resumes after; `undefined` if the event has none. */
  readonly id: string | undefined;
}

/**
 * Reads the server-sent events of a response, for example of `xpander.fetch`: of any server, in chunks of any size.
 *
 * Comments are left out. The last event needs no blank line after it. Leaving the loop closes the connection.
 *
 * @example
 * const response = await xpander.fetch(path, { method: 'POST', json: { input: { text: 'hi' } } });
 * for await (const { event, data } of readEvents(response)) console.log(event, JSON.parse(data));
 *
 * @throws ConfigurationError from the loop, if the body was read before.
 * @throws ConnectionError from the loop, when the connection of a response of `xpander.fetch` breaks.
 * @throws ProtocolError from the loop, for an event of more than 16 Mi characters.
 */
export async function* readEvents(response: Response): AsyncIterable<ServerSentEvent> {
  if (!isObject(response) || !('body' in response))
    throw new ConfigurationError('response', `must be a Response; got ${show(response)}`, 'Pass that of `fetch`');
  const { body, bodyUsed } = response;
  if (bodyUsed || body?.locked)
    throw new ConfigurationError('response', 'was read before', 'Read the events of each response once');
  if (!body) return;
  const stream = openEventStream(body, true);
  try {
    for (let message = await stream.next(); message !== undefined; message = await stream.next())
      yield { event: message.event, data: message.data, id: message.id };
  } finally {
    stream.cancel();
  }
}
