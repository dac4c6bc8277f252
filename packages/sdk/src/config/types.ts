import type { User } from '../models.ts';
import type { Clock, Hooks, XpanderOptions } from '../options/client-options.ts';

/** The key of a client. */
export interface ApiKey {
  /** @throws ConfigurationError if there is no key yet. */
  require(): void;
  /** Returns the key for one attempt, or a promise of it; `undefined` when the headers carry the credentials. */
  read(): Promise<string> | string | undefined;
  /** The key that was read last: texts that arrive after the request was sent are redacted with it. */
  last(): string | undefined;
  /** What identifies the account: the key or the token, by value, or the function that returns the key. */
  credential(): unknown;
}

/** The settings of a client: its options and environment, checked and complete. */
export interface Settings {
  readonly baseUrl: string;
  readonly apiKey: ApiKey;
  readonly headers: Readonly<Record<string, string>>;
  readonly user: User | undefined;
  /** If `undefined`, each verb has its own default. */
  readonly timeoutMs: number | undefined;
  readonly maxRetries: number;
  readonly rateLimit: XpanderOptions['rateLimit'];
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** @throws ConfigurationError if the runtime lacks a global that requests need. */
  readonly checkGlobals: () => void;
  readonly hooks: Hooks;
  readonly clock: Clock;
}
