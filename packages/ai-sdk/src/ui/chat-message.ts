/**
 * The data parts of a message, by the name that follows `data-`. Pass it to the page's hook:
 * `useChat<UIMessage<ChatMetadata, ChatData>>()`.
 */
export type ChatData = {
  /** The run as it was last seen. There is one part in a message, which each change replaces. */
  status: {
    /** `pending`, `executing`, `paused`, `completed`, `failed`, `error`, `stopped`, or one that the API adds later. */
    status: string;
    /** The page on which a person logs in, while the run is paused for a login. Always an http(s) URL. */
    authUrl?: string;
    /** The name of the service to log in to. */
    connector?: string;
    /** What a person has to approve, while the run is paused for an approval. */
    approval?: { title?: string; description?: string };
  };
  /** The steps of the agent's plan, after each change. */
  plan: { steps: { title: string; completed: boolean }[] };
  /** A tool needs a login, or the login has changed its state. The run goes on by itself after the login. */
  auth: {
    /** `login_required`, `token_ready`, `token_issue`, `not_supported`, or a state that the API adds later. */
    state: string;
    /** The page on which a person logs in. Always an http(s) URL. */
    url?: string;
    /** The name of the service to log in to. */
    server?: string;
  };
};

/** The metadata of the messages of a thread's history. */
export type ChatMetadata = {
  /** When the message was written, as an ISO 8601 text, if the server states it. */
  createdAt?: string;
};

/** A part of a message of a thread's history. */
export type ChatMessagePart =
  | { type: 'text'; text: string; state: 'done' }
  | { type: 'data-status'; id: string; data: ChatData['status'] };

/** A message in the form that `useChat` takes: a `UIMessage` of ai 6 and of ai 7. */
export type ChatMessage = {
  id: string;
  role: 'user' | 'assistant';
  metadata?: ChatMetadata;
  parts: ChatMessagePart[];
};

/** A chunk of a message stream: a `UIMessageChunk` of ai 6 and of ai 7. */
export type ChatChunk =
  | { type: 'start'; messageId?: string }
  | { type: 'start-step' }
  | { type: 'text-start' | 'text-end' | 'reasoning-start' | 'reasoning-end'; id: string }
  | { type: 'text-delta' | 'reasoning-delta'; id: string; delta: string }
  | ToolInputChunk
  | { type: 'tool-output-available'; toolCallId: string; output: unknown; providerExecuted: true; dynamic: true }
  | { type: 'tool-output-error'; toolCallId: string; errorText: string; providerExecuted: true; dynamic: true }
  | { type: 'data-status'; id: string; data: ChatData['status'] }
  | { type: 'data-plan'; id: string; data: ChatData['plan'] }
  | { type: 'data-auth'; id: string; data: ChatData['auth'] }
  | { type: 'error'; errorText: string }
  | { type: 'finish-step' }
  | { type: 'finish'; finishReason: 'stop' | 'error' | 'other' };

/** The call of a tool that the agent runs itself. */
export type ToolInputChunk = {
  type: 'tool-input-available';
  toolCallId: string;
  toolName: string;
  input: unknown;
  title?: string;
  providerExecuted: true;
  dynamic: true;
};
