import type { ApiClient, InvokeRequest } from '@xpander/generated';
import { ApiError } from '@xpander/sdk';
import { describe, expect, it } from 'vitest';
import { useProxiedMock } from '../proxied-mock.ts';

const text = 'Generate a market report';

/** Sends any body, also one that is invalid according to the types. */
function invoke(api: ApiClient, body: unknown, query: object = {}) {
  const params = { path: { agent_id: 'agent-1' }, query };
  return api.POST('/v1/agents/{agent_id}/invoke', { params, body: body as InvokeRequest });
}

const refused: readonly [name: string, body: unknown, type: string, loc: readonly string[]][] = [
  ['no input', {}, 'missing', ['body', 'input']],
  ['a text that is not a string', { input: { text: 7 } }, 'string_type', ['body', 'input', 'text']],
  ['an unknown think_mode', { input: { text }, think_mode: 'hardest' }, 'enum', ['body', 'think_mode']],
  ['a user with an id only', { input: { text, user: { id: 'u' } } }, 'missing', ['body', 'input', 'user', 'email']],
];

// Prism forwards invalid requests here, so that the mock itself refuses them. Prism still checks the responses.
describe('the mock', () => {
  const { createApi, createXpander } = useProxiedMock({}, { validateRequest: false });

  it.each(refused)('refuses %s as the description says', async (_name, body, type, loc) => {
    const { response, error } = await invoke(createApi(), body);
    expect(response.status).toBe(422);
    expect(error).toMatchObject({ detail: [{ type, loc }] });
  });

  it('refuses a query that is not a boolean', async () => {
    const { response, error } = await invoke(createApi(), { input: { text } }, { asynchronous: 'perhaps' });
    expect(response.status).toBe(422);
    expect(error).toMatchObject({ detail: [{ loc: ['query', 'asynchronous'] }] });
  });

  // Prism cannot tell a key from a JWT.
  it('refuses a key as a bearer token', async () => {
    const { response } = await invoke(createApi({ authorization: 'Bearer key-1' }), { input: { text } });
    expect(response.status).toBe(401);
  });

  it('accepts a JWT as a bearer token', async () => {
    const { response } = await invoke(createApi({ authorization: 'Bearer e30.e30.c2ln' }), { input: { text } });
    expect(response.status).toBe(200);
  });

  it('ignores an unknown member, as the server does', async () => {
    const { data } = await invoke(createApi(), { input: { text }, threadId: 'thread-1' }, { asynchronous: true });
    expect(data).toMatchObject({ status: 'pending', id: expect.not.stringContaining('thread-1') });
  });

  it('lets the SDK report the issue', async () => {
    const request = { input: { text }, think_mode: 'hardest' } as unknown as InvokeRequest;
    const error: unknown = await createXpander()
      .agents.invoke('agent-1', request)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 'invalid_request', issues: [{ loc: ['body', 'think_mode'], type: 'enum' }] });
  });
});

describe('the mock with strictUser', () => {
  const { createApi } = useProxiedMock({ strictUser: true }, { validateRequest: false });

  it.each([
    ['no user', { input: { text } }, ['body', 'input', 'user']],
    [
      'a user without id',
      { input: { text, user: { email: 'dana.levi@example.com' } } },
      ['body', 'input', 'user', 'id'],
    ],
  ])('refuses %s as the description says', async (_name, body, loc) => {
    const { response, error } = await invoke(createApi(), body);
    expect(response.status).toBe(422);
    expect(error).toMatchObject({ detail: [{ type: 'missing', loc }] });
  });
});
