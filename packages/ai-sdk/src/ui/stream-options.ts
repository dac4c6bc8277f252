import {
  type Checks,
  callback,
  checkOptions,
  flag,
  headers,
  members,
  milliseconds,
  oneOf,
  text,
} from './check-options.ts';

/** How much of a tool call a page gets: nothing, the tool's name, or also what goes in and comes out. */
export type ToolDisplay = 'none' | 'names' | 'all';

/** What a page gets of a run, besides the answer and the status. */
export interface ShowOptions {
  /**
   * The tool calls. What goes into a tool and comes out of it may be confidential, so that only the names are sent by
   * default. @defaultValue "names"
   */
  tools?: ToolDisplay | undefined;
  /** The reasoning, which may quote what tools have returned. @defaultValue false */
  reasoning?: boolean | undefined;
  /** The titles of the plan's steps, as `data-plan`. @defaultValue true */
  plan?: boolean | undefined;
  /** The links of logins: `data-auth`, and `authUrl` in `data-status`. @defaultValue true */
  auth?: boolean | undefined;
}

/**
 * Called with the error behind each error that a page is shown. If it returns a text, the page gets that text; otherwise
 * a general sentence. An error that it throws is ignored.
 */
export type OnError = ((error: unknown) => void | Promise<void>) | ((error: unknown) => string | undefined);

/** Options of `toUIMessageStream`. */
export interface UIMessageStreamOptions {
  /** What the page gets besides the answer and the status. */
  show?: ShowOptions | undefined;
  /** Gets the error behind each error that the page is shown. The page itself gets one sentence. */
  onError?: OnError | undefined;
  /** The id of the message. @defaultValue the page makes one up */
  messageId?: string | undefined;
}

/** Options of `toUIMessageStreamResponse`. */
export interface UIMessageStreamResponseOptions extends UIMessageStreamOptions {
  /**
   * Longest silence on the connection, in milliseconds, before a comment is sent that keeps proxies from closing it.
   * `0` sends none. @defaultValue 15_000
   */
  keepAliveMs?: number | undefined;
  /** Headers to add to the response. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/** `ShowOptions` with every default filled in. */
export type Shown = { readonly [Name in keyof ShowOptions]-?: Exclude<ShowOptions[Name], undefined> };

const showChecks: Checks<ShowOptions> = {
  tools: oneOf('none', 'names', 'all'),
  reasoning: flag,
  plan: flag,
  auth: flag,
};

export const streamChecks: Checks<UIMessageStreamOptions> = {
  show: members(showChecks),
  onError: callback,
  messageId: text,
};

const responseChecks: Checks<UIMessageStreamResponseOptions> = {
  ...streamChecks,
  keepAliveMs: milliseconds,
  headers,
};

/** @throws ConfigurationError for an option that is unknown or invalid. */
export function checkStreamOptions(options: unknown): asserts options is UIMessageStreamOptions {
  checkOptions(options, streamChecks);
}

/** @throws ConfigurationError for an option that is unknown or invalid. */
export function checkResponseOptions(options: unknown): asserts options is UIMessageStreamResponseOptions {
  checkOptions(options, responseChecks);
}

export function resolveShow({ tools = 'names', reasoning = false, plan = true, auth = true }: ShowOptions = {}): Shown {
  return { tools, reasoning, plan, auth };
}
