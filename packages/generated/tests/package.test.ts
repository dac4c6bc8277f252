import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { document } from './document.ts';

// Imported by the name of the package, so that `exports` leads to the built files.
const require = createRequire(import.meta.url);
const fetch = async (request: Request): Promise<Response> => Response.json(new URL(request.url).origin);

describe('the built package', () => {
  it('creates a client when imported', async () => {
    const { createApiClient } = await import('@xpander/generated');
    expect((await createApiClient({ fetch }).GET('/health')).data).toBe(document.servers[0]?.url);
  });

  it('creates a client when required', async () => {
    const { createApiClient } = require('@xpander/generated');
    expect((await createApiClient({ fetch }).GET('/health')).data).toBe(document.servers[0]?.url);
  });

  it('contains the description as JSON', () => {
    expect(require('@xpander/generated/openapi.json')).toEqual(document);
  });
});
