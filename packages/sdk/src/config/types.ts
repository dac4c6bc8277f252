import type { User } from '../models.ts';
import type { Clock, Hooks, XpanderOptions } from '../options/client-options.ts';

/** The settings of a client: its options and environment, checked and complete. */
export interface Settings {
  readonly baseUrl: string;
  /** Returns the key for one attempt; `undefined` when `headers` carry the credentials. */
  readonly readApiKey: () => Promise<string | undefined>;
  /** The key that was read last. */
  readonly lastApiKey: () => string | undefined;
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
