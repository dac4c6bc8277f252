import { ConfigurationError } from '../errors/configuration-error.ts';

/**
 * Checks the globals of the web that a request needs. The call checks them and not the constructor, so that a polyfill
 * may be loaded after the client was created.
 *
 * @throws ConfigurationError in a runtime without them, such as Jest's jsdom environment.
 */
export function checkGlobals(hasFetch: boolean): void {
  const missing = [hasFetch ? 'Request' : 'fetch', 'Headers'].find((name) => !(name in globalThis));
  if (missing === undefined) return;
  const hint = 'Pass `fetch`, or load a polyfill; in Jest, set `testEnvironment: "node"`';
  throw new ConfigurationError('fetch', `this runtime has no global \`${missing}\``, hint);
}
