import type { ConversationStore } from '../conversations/types.ts';
import type { Printer, WireSettings } from '../protocol/types.ts';
import type { AgentStore } from '../state/agent-types.ts';
import type { EventQueue, TaskStore } from '../state/types.ts';

/** A validated request to one operation. */
export interface HandlerRequest {
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** The header `Last-Event-ID`. */
  readonly lastEventId: string | undefined;
  readonly organizationId: string;
  /** Whether the key may use an agent or a workflow. Without an id: whether it may use all of them. */
  readonly mayUse: (agentId?: string) => boolean;
  /** Called by the handler when the request has taken effect. Rejects if a fault ends the request there. */
  readonly accepted: () => Promise<void>;
  /** Waits while the clock may move. Rejects when the client disconnects. */
  readonly waitFor: (promise: Promise<void>) => Promise<void>;
}

/** Answers the requests to one operation. */
export type Handler = (request: HandlerRequest) => HandlerReply | Promise<HandlerReply>;

/** What a handler answers: JSON, nothing, or a stream of events. */
export type HandlerReply =
  | { readonly kind: 'json'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'empty'; readonly status: number }
  | { readonly kind: 'events'; readonly events: EventQueue };

/** What the handlers of one mock share. */
export interface HandlerParts {
  readonly tasks: TaskStore;
  readonly conversations: ConversationStore;
  readonly agents: AgentStore;
  readonly printer: Printer;
  readonly wire: WireSettings;
}
