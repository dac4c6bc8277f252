import { type AgentDefaults, ConfigurationError, type User, type Xpander } from '@xpander/sdk';
import {
  type Check,
  type Checks,
  callback,
  checkOptions,
  isRecord,
  milliseconds,
  positiveCount,
  text,
} from './check-options.ts';
import { streamChecks, type UIMessageStreamResponseOptions } from './stream-options.ts';

/** Options of every turn: those of `client.agent(id, …)`, and the agent's instructions. */
export interface ChatAgentOptions extends AgentDefaults {
  /** Replaces the agent's own instructions. @defaultValue those of the agent */
  instructions?: string | undefined;
}

/** Options of `createChatHandler`. */
export interface ChatHandlerOptions extends Pick<UIMessageStreamResponseOptions, 'show' | 'onError' | 'keepAliveMs'> {
  /** The client whose key the runs use. The key stays on the server. */
  client: Xpander;
  agentId: string;
  /**
   * Returns the id of the chat's thread, usually `privateThreadId(secret, userId, chatId)`. The `chatId` comes from the
   * page: a request with the id of a thread reads and continues that thread, so return only ids of the request's own user.
   *
   * To refuse the request, throw a `Response`, such as one with status 401: the page gets it. Any other error is handed
   * to `onError`, and the page gets status 500.
   */
  threadId: (chatId: string, request: Request) => string | Promise<string>;
  /** The user of the runs, or a function that returns the user of a request. @defaultValue the `user` of the client */
  user?: User | ((request: Request) => User | undefined | Promise<User | undefined>) | undefined;
  /**
   * Options of every turn. Unlike elsewhere, `deadlineMs` is 0 and `onPaused` is `"wait"` by default, because a chat may
   * wait for a person.
   */
  agentOptions?: ChatAgentOptions | undefined;
  /** Longest text of a question, in UTF-16 code units. @defaultValue 32_000 */
  maxTextLength?: number | undefined;
}

const client: Check = (value) =>
  isRecord(value) && typeof value.agent === 'function' && isRecord(value.tasks)
    ? undefined
    : ['must be a client', 'Pass new Xpander()'];

const user: Check = (value) =>
  typeof value === 'function' || (isRecord(value) && typeof value.id === 'string' && typeof value.email === 'string')
    ? undefined
    : ['must be a user or a function', 'Pass { id, email }, or a function of the request that returns it'];

const agentOptions: Check = (value) => {
  if (!isRecord(value)) return ['must be an object', 'Pass { version, instructions, … }'];
  const mistake = value.instructions === undefined ? undefined : text(value.instructions);
  return mistake && [`instructions ${mistake[0]}`, mistake[1]];
};

const { show, onError } = streamChecks;

const handlerChecks: Checks<ChatHandlerOptions> = {
  client,
  agentId: text,
  threadId: callback,
  user,
  agentOptions,
  show,
  onError,
  keepAliveMs: milliseconds,
  maxTextLength: positiveCount,
};

/** @throws ConfigurationError for an option that is missing, unknown or invalid. */
export function checkHandlerOptions(options: unknown): asserts options is ChatHandlerOptions {
  checkOptions(options, handlerChecks);
  for (const name of ['client', 'agentId', 'threadId'] as const) {
    if (!isRecord(options) || options[name] === undefined)
      throw new ConfigurationError(name, 'is missing', 'Pass { client, agentId, threadId }');
  }
}
