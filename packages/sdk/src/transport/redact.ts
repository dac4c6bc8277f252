import type { Settings } from '../config/types.ts';
import { isErrorLike } from '../errors/error-like.ts';

/** Values that must not be printed. */
export type Secrets = readonly string[];

/** Shorter values are not redacted: they are no secrets, and may occur in any text. */
const shortestSecret = 6;

/** Redacts the secrets in a text. A server may repeat the key that it rejects, escaped for the format of its answer. */
export function redact(text: string, secrets: Secrets): string {
  return secrets
    .filter((secret) => secret.length >= shortestSecret)
    .reduce(
      (shown, secret) => shown.replace(new RegExp(secret.replace(/[^a-z0-9]/gi, toForms), 'g'), '[redacted]'),
      text,
    );
}

/** A pattern for a character as it is, and as JSON, URLs and HTML escape it, also twice. */
function toForms(character: string): string {
  const code = character.charCodeAt(0);
  const hex = code
    .toString(16)
    .padStart(2, '0')
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
  return `(?:\\\\{0,9}\\${character}|\\\\{1,9}u00${hex}|%(?:25)?${hex}|&(?:amp;)?(?:#0?${code}|#[xX]0?${hex}|[a-z]{2,6});)`;
}

/** Names of headers that carry credentials. The values of a call's other headers may be printed. */
const credentialNames = /(^|-)(authorization|auth|cookie|(api)?key|secret|token|password)(-|$)/i;

/** The secrets of an attempt: the key, all of the client's headers, and the call's headers that carry credentials. */
export function secretsOf(
  apiKey: string | undefined,
  clientHeaders: Readonly<Record<string, string>>,
  callHeaders: Iterable<[name: string, value: string]>,
): Secrets {
  const ofClient = Object.entries(clientHeaders);
  const credentials = [...ofClient, ...callHeaders].filter(([name]) => credentialNames.test(name));
  const values = [...ofClient, ...credentials].map(([, value]) => value.trim());
  return [apiKey ?? '', ...values, ...credentials.flatMap(([, value]) => tokensOf(value))];
}

/** Redacts what this client has sent last, and the headers of the call. */
export function createRedactor(
  { apiKey, headers }: Pick<Settings, 'apiKey' | 'headers'>,
  callHeaders: Readonly<Record<string, string>> = {},
): (text: string) => string {
  return (text) => redact(text, secretsOf(apiKey.last(), headers, Object.entries(callHeaders)));
}

/** The parts of a credential: a server may repeat a token without its scheme, or a cookie without its name. */
function tokensOf(credential: string): string[] {
  const parts = credential.trim().split(/[\s;,]+/);
  const named = parts.map((part) => part.replace(/^[\w-]+=(?=[^=])/, '').replace(/^"|"$/g, ''));
  return named.filter((token, index) => index > 0 || parts.length === 1 || token !== parts[0]);
}

/** Deeper causes are left out, because they may be circular. */
const deepest = 8;

/**
 * Returns what was thrown in a form that is safe to print.
 *
 * Errors of a custom `fetch` may carry the request with its headers. Such an error is replaced by a copy of the same
 * class that has only its texts, redacted, and its numbers and booleans. An error that carries nothing of the kind is
 * returned itself.
 */
export function withoutSecrets(thrown: unknown, secrets: Secrets): unknown {
  try {
    return isHarmless(thrown, secrets, 0) ? thrown : copy(thrown, secrets, 0);
  } catch {
    // A property that throws when it is read prevents the copy.
    return undefined;
  }
}

function isHarmless(value: unknown, secrets: Secrets, depth: number): boolean {
  if (typeof value === 'string') return redact(value, secrets) === value;
  if (typeof value === 'function') return false;
  if (typeof value !== 'object' || value === null) return true;
  if (depth > deepest) return false;
  if (!isErrorLike(value) && !isPlain(value)) return false;
  return Reflect.ownKeys(value).every((name) => isHarmless(Reflect.get(value, name), secrets, depth + 1));
}

/** Whether a value is a list or a plain object, of any realm. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || (prototype !== null && Object.getPrototypeOf(prototype) === null);
}

function copy(thrown: unknown, secrets: Secrets, depth: number): unknown {
  if (typeof thrown === 'string') return redact(thrown, secrets);
  if (!isErrorLike(thrown) || depth > deepest) return undefined;
  const facts: Record<string, unknown> = {};
  for (const name of Object.getOwnPropertyNames(thrown)) {
    const value: unknown = Reflect.get(thrown, name);
    if (typeof value === 'string') facts[name] = redact(value, secrets);
    else if (typeof value === 'number' || typeof value === 'boolean') facts[name] = value;
  }
  const cause = copy(thrown.cause, secrets, depth + 1);
  if (cause !== undefined) facts.cause = cause;
  if (Array.isArray(thrown.errors)) facts.errors = thrown.errors.map((error) => copy(error, secrets, depth + 1));
  const clean = Object.setPrototypeOf(new Error(), Object.getPrototypeOf(thrown)) as Error;
  for (const [name, value] of Object.entries(facts)) {
    const { enumerable = false } = Object.getOwnPropertyDescriptor(thrown, name) ?? {};
    Object.defineProperty(clean, name, { value, enumerable, configurable: true, writable: true });
  }
  return clean;
}
