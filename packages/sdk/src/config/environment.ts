export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment variables. `undefined` where a runtime has none; some throw without a permission. */
export function readEnvironment(): Environment | undefined {
  try {
    const { env } = (globalThis as { process?: { env?: Environment } }).process ?? {};
    return env && { XPANDER_API_KEY: env.XPANDER_API_KEY, XPANDER_API_URL: env.XPANDER_API_URL };
  } catch {
    return {};
  }
}
