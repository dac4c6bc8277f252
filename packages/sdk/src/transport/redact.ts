/** Values that must not be printed. */
export type Secrets = readonly string[];

/** Shorter values are no secrets, and would blank out half of every text. */
const shortestSecret = 6;

/** The text without the secrets in it: a server may repeat the key it refuses. */
export function redact(text: string, secrets: Secrets): string {
  return secrets
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .reduce((shown, secret) => shown.replaceAll(secret, '[redacted]'), text);
}

/** Headers that carry credentials, whoever sets them. The others of a call are its facts, which may be printed. */
const credentials = /(^|-)(authorization|auth|cookie|(api)?key|secret|token|password)(-|$)/i;

/** What of an attempt must not be printed: the key, the client's own headers, and the credentials among the call's. */
export function secretsOf(
  apiKey: string | undefined,
  defaults: Readonly<Record<string, string>>,
  own: Iterable<[name: string, value: string]>,
): Secrets {
  const ofClient = Object.entries(defaults);
  const ofAll = [...ofClient, ...own].filter(([name]) => credentials.test(name));
  const values = [...ofClient, ...ofAll].map(([, value]) => value.trim());
  return [apiKey ?? '', ...values, ...ofAll.flatMap(([, value]) => tokensOf(value))];
}

/** A server may repeat a token without the scheme before it, or one of several cookies or parameters without its name. */
function tokensOf(credential: string): string[] {
  const parts = credential.trim().split(/[\s;,]+/);
  const named = parts.map((part) => part.replace(/^[\w-]+=(?=[^=])/, '').replace(/^"|"$/g, ''));
  return named.filter((token, index) => index > 0 || parts.length === 1 || token !== parts[0]);
}

/** Deeper causes are cut off: they may be circular. */
const deepest = 8;

/**
 * What was thrown, safe to print.
 *
 * Clients behind a custom `fetch` like to put the request, headers and all, on their errors. Such an error is replaced
 * by a copy of its class with its plain facts alone; one that carries nothing of the kind stays itself.
 */
export function withoutSecrets(thrown: unknown, secrets: Secrets): unknown {
  try {
    return isHarmless(thrown, secrets, 0) ? thrown : copy(thrown, secrets, 0);
  } catch {
    // A property that throws when it is read: nothing of it can be kept.
    return undefined;
  }
}

function isHarmless(value: unknown, secrets: Secrets, depth: number): boolean {
  if (typeof value === 'string') return redact(value, secrets) === value;
  if (typeof value === 'function') return false;
  if (typeof value !== 'object' || value === null) return true;
  if (depth > deepest) return false;
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  if (!(value instanceof Error) && !isPlain) return false;
  return Reflect.ownKeys(value).every((name) => isHarmless(Reflect.get(value, name), secrets, depth + 1));
}

function copy(thrown: unknown, secrets: Secrets, depth: number): unknown {
  if (typeof thrown === 'string') return redact(thrown, secrets);
  if (!(thrown instanceof Error) || depth > deepest) return undefined;
  const facts: Record<string, unknown> = {};
  for (const name of Object.getOwnPropertyNames(thrown)) {
    const value: unknown = Reflect.get(thrown, name);
    if (typeof value === 'string') facts[name] = redact(value, secrets);
    else if (typeof value === 'number' || typeof value === 'boolean') facts[name] = value;
  }
  const cause = copy(thrown.cause, secrets, depth + 1);
  if (cause !== undefined) facts.cause = cause;
  if (thrown instanceof AggregateError) facts.errors = thrown.errors.map((error) => copy(error, secrets, depth + 1));
  const clean = Object.setPrototypeOf(new Error(), Object.getPrototypeOf(thrown)) as Error;
  for (const [name, value] of Object.entries(facts)) {
    const { enumerable = false } = Object.getOwnPropertyDescriptor(thrown, name) ?? {};
    Object.defineProperty(clean, name, { value, enumerable, configurable: true, writable: true });
  }
  return clean;
}
