export type {
  ChatChunk,
  ChatData,
  ChatMessage,
  ChatMessagePart,
  ChatMetadata,
  ToolInputChunk,
} from './chat-message.ts';
export { type ChatHandler, createChatHandler } from './create-chat-handler.ts';
export type { ChatAgentOptions, ChatHandlerOptions } from './handler-options.ts';
export { privateThreadId } from './private-thread-id.ts';
export type {
  OnError,
  ShowOptions,
  ToolDisplay,
  UIMessageStreamOptions,
  UIMessageStreamResponseOptions,
} from './stream-options.ts';
export { type PartSource, toUIMessageStream } from './to-ui-message-stream.ts';
export { toUIMessageStreamResponse } from './to-ui-message-stream-response.ts';
export { toUIMessages } from './to-ui-messages.ts';
