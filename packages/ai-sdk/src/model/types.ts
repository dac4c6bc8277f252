import type { LanguageModelV3GenerateResult, LanguageModelV3StreamResult } from '@ai-sdk/provider';
import type { User } from '@xpander/sdk';

/** An agent as a `LanguageModelV3`, which runs in versions 6 and 7 of the AI SDK. */
export interface XpanderLanguageModel {
  readonly specificationVersion: 'v3';
  readonly provider: string;
  /** The id of the agent. */
  readonly modelId: string;
  readonly supportedUrls: Record<string, RegExp[]>;
  /** @throws TaskFailedError if the run does not complete, and the other errors of `agent.run`. */
  doGenerate(options: ModelCallOptions): PromiseLike<LanguageModelV3GenerateResult>;
  /** @throws what `agent.stream` rejects with before the run has begun. Later errors are parts of the stream. */
  doStream(options: ModelCallOptions): PromiseLike<LanguageModelV3StreamResult>;
}

/** What the AI SDK passes to a model, as far as it is read. `reasoning` comes from version 7 only. */
export interface ModelCallOptions {
  readonly prompt: readonly PromptMessage[];
  readonly responseFormat?: { readonly type: 'text' } | { readonly type: 'json'; readonly schema?: object } | undefined;
  readonly reasoning?: string | undefined;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
  readonly stopSequences?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly tools?: readonly unknown[] | undefined;
  readonly toolChoice?: { readonly type: string } | undefined;
  readonly includeRawChunks?: boolean | undefined;
  readonly abortSignal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  readonly providerOptions?: Readonly<Record<string, unknown>> | undefined;
}

/** A message of a prompt. */
export type PromptMessage = { readonly role: 'system'; readonly content: string } | TurnMessage;

/** A message that is no system message. */
export interface TurnMessage {
  readonly role: 'user' | 'assistant' | 'tool';
  readonly content: readonly MessagePart[];
}

/** A part of a message. */
export type MessagePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'file'; readonly data: unknown }
  | { readonly type: 'tool-call'; readonly toolName: string; readonly input: unknown }
  | { readonly type: 'tool-result'; readonly toolName: string; readonly output: ToolOutput }
  | { readonly type: 'reasoning' | 'tool-approval-response' };

/** What a tool has returned. */
export interface ToolOutput {
  readonly type: string;
  readonly value?: unknown;
  readonly reason?: string | undefined;
}

/** What `providerOptions.xpander` takes, for one call. Use it with `satisfies`. */
export type XpanderProviderOptions = {
  /**
   * The thread that the call continues: the id of an earlier task, or an unused id for a new thread. The agent remembers
   * the thread, so earlier messages of the prompt are not sent. Calls on one thread run one after the other.
   */
  threadId?: string | undefined;
  /** The user that the run is for. `null` sends none. */
  user?: User | null | undefined;
  /** The version of the agent that runs. */
  version?: string | undefined;
  /** How deeply the agent reasons. */
  thinkMode?: 'default' | 'harder' | undefined;
  /** The reasoning effort of the model behind the agent. It wins over `reasoning` of the AI SDK 7. */
  reasoningEffort?: 'low' | 'medium' | 'high' | 'xhigh' | undefined;
};
