import type { ApiClient } from '../models.ts';
import { isEventStream } from '../transport/connection.ts';
import type { CallSettings } from '../transport/types.ts';
import { closedExchange, type Exchange, openExchange } from './api-client.ts';
import {
  isAnswer,
  type Result,
  readAnswer,
  type SentRequest,
  type Shape,
  toAnswerError,
  toProtocolError,
  unparsed,
} from './response.ts';
import type { ApiContext, OperationCall } from './types.ts';

/** The members that every call passes to the generated client. */
interface JsonInit extends Exchange {
  readonly parseAs: typeof unparsed;
  readonly headers: Record<string, string>;
}

interface StreamInit extends Exchange {
  readonly parseAs: 'stream';
  readonly headers: Record<string, string>;
}

/**
 * Calls an operation of the generated client, and returns the value of its answer.
 *
 * @throws ApiError for a 4xx or 5xx of the API. @throws ProtocolError for an answer that is not the API's.
 */
export async function callOperation<T>(
  api: ApiContext,
  { headers, ...call }: OperationCall,
  shape: Shape<T>,
  send: (client: ApiClient, init: JsonInit) => Promise<Result<T>>,
): Promise<T> {
  let sent: SentRequest | undefined;
  const exchange = createExchange(api, { ...call, isAnswer: (value) => isAnswer(shape, value) }, (request) => {
    sent = request;
  });
  const accept = { accept: 'application/json', ...headers };
  const result = await send(api.apiClient.get(), { parseAs: unparsed, headers: accept, ...exchange });
  return readAnswer(result, shape, { sent, response: result.response, clock: api.settings.clock });
}

/**
 * Calls an operation that answers with a stream, and returns the response with its events still to come.
 *
 * @throws ProtocolError for a 200 that is no stream of events.
 */
export async function openStream(
  api: ApiContext,
  { headers, ...call }: OperationCall,
  send: (client: ApiClient, init: StreamInit) => Promise<Result<unknown>>,
): Promise<Response> {
  let sent: SentRequest | undefined;
  const exchange = createExchange(api, { ...call, isStream: true, isAnswer: () => false }, (request) => {
    sent = request;
  });
  // The second type lets the server send errors as JSON.
  const accept = { accept: 'text/event-stream, application/json', ...headers };
  const { error, response } = await send(api.apiClient.get(), { parseAs: 'stream', headers: accept, ...exchange });
  const answered = { sent, response, clock: api.settings.clock };
  if (!response.ok) throw toAnswerError(answered, error);
  if (isEventStream(response) && response.body) return response;
  throw toProtocolError(answered, 'a body that is not an event stream', await response.text());
}

function createExchange(api: ApiContext, call: CallSettings, onSend: (request: SentRequest) => void): Exchange {
  return api.apiClient.mayHaveMiddleware() ? openExchange(api, call, onSend) : closedExchange(api, call, onSend);
}
