import { describe, expect, it } from 'vitest';
import { createMockXpander, type MockOptions } from '../src/index.ts';
import { clientOf } from './client.ts';

const INVOKE = '/v1/agents/a/invoke/async';

async function outcome(response: Response | Promise<Response>): Promise<[number, unknown]> {
  const settled = await response;
  return [settled.status, await settled.json()];
}

describe('authentication', () => {
  const unauthorized = [401, { detail: 'Invalid or missing API key' }];
  const ask = (headers: Record<string, string>, options?: MockOptions): Promise<[number, unknown]> =>
    outcome(createMockXpander(options).fetch('http://mock/v1/tasks/unknown', { headers }));

  it.each([
    ['no key', {}],
    ['an empty key', { 'x-api-key': ' ' }],
    ['a key as Bearer token', { authorization: 'Bearer some-key' }],
  ])('rejects %s', async (_name, headers) => {
    expect(await ask(headers as Record<string, string>)).toEqual(unauthorized);
  });

  it('rejects an unknown key if keys are given', async () => {
    const keys = { 'key-1': 'org-1' };
    expect(await ask({ 'x-api-key': 'key-2' }, { keys })).toEqual(unauthorized);
    expect(await ask({ 'x-api-key': 'toString' }, { keys })).toEqual(unauthorized);
    expect(await ask({ authorization: 'Bearer a.b.c' }, { keys })).toEqual(unauthorized);
    expect((await ask({ 'x-api-key': 'key-1' }, { keys }))[0]).toBe(404);
  });

  it('accepts a Bearer token that is a JWT', async () => {
    expect((await ask({ authorization: 'Bearer eyJh.eyJz.c2ln' }))[0]).toBe(404);
  });

  it('rejects the key of another organization', async () => {
    const mock = createMockXpander({ keys: { 'key-1': 'org-1', 'key-2': 'org-2' } });
    const [mine, theirs] = [clientOf(mock, 'key-1'), clientOf(mock, 'key-2')];
    expect((await mine.start('a', 'hi', { id: 'shared' })).organization_id).toBe('org-1');
    const forbidden = [403, { detail: expect.any(String) }];
    expect(await outcome(theirs.get('/v1/tasks/shared'))).toEqual(forbidden);
    expect(await outcome(theirs.post(INVOKE, { id: 'shared', input: {} }))).toEqual(forbidden);
    expect((await mine.read('shared')).status).toBe('pending');
  });
});

describe('a request for something unknown', () => {
  const client = clientOf(createMockXpander({ agents: { known: () => '' } }));

  it.each([
    ['an unknown path', () => client.get('/v1/nothing'), 404, 'Not Found'],
    [
      'the dash form of invoke/async',
      () => client.post('/v1/agents/known/invoke-async', { input: {} }),
      404,
      'Not Found',
    ],
    ['a wrong method', () => client.get('/v1/agents/known/invoke'), 405, 'Method Not Allowed'],
    ['an unknown task', () => client.get('/v1/tasks/unknown'), 404, 'Task not found'],
    ['an unknown agent', () => client.post('/v1/agents/unknown/invoke', { input: {} }), 404, 'Agent not found'],
    [
      'an agent named like a method of objects',
      () => client.post('/v1/agents/toString/invoke', { input: {} }),
      404,
      'Agent not found',
    ],
  ])('is answered by status and detail: %s', async (_name, ask, status, detail) => {
    expect(await outcome(ask())).toEqual([status, { detail }]);
  });

  it('lists the allowed methods', async () => {
    expect((await client.get('/v1/agents/known/invoke')).headers.get('allow')).toBe('POST');
  });
});

describe('an invalid request', () => {
  const client = clientOf(createMockXpander());
  const issues = async (body: unknown): Promise<unknown> => {
    const [status, answer] = await outcome(client.post(INVOKE, body));
    expect(status).toBe(422);
    return (answer as { detail: unknown }).detail;
  };

  it('is reported with the texts of pydantic', async () => {
    expect(await issues({})).toEqual([{ type: 'missing', loc: ['body', 'input'], msg: 'Field required', input: {} }]);
    expect(await issues({ input: { user: { id: 'u1' } } })).toEqual([
      { type: 'missing', loc: ['body', 'input', 'user', 'email'], msg: 'Field required', input: { id: 'u1' } },
    ]);
    expect(await issues({ input: { text: 5 } })).toEqual([
      { type: 'string_type', loc: ['body', 'input', 'text'], msg: 'Input should be a valid string', input: 5 },
    ]);
    expect(await issues({ input: {}, think_mode: 'hardest' })).toEqual([
      {
        type: 'enum',
        loc: ['body', 'think_mode'],
        msg: "Input should be 'default' or 'harder'",
        input: 'hardest',
        ctx: { expected: "'default' or 'harder'" },
      },
    ]);
  });

  it.each([
    [{ input: null }, 'model_attributes_type', ['body', 'input']],
    [[], 'model_attributes_type', ['body']],
    [{ input: { files: 'x' } }, 'list_type', ['body', 'input', 'files']],
    [{ input: { files: ['x', 1] } }, 'string_type', ['body', 'input', 'files', 1]],
    [{ input: {}, output_schema: 'x' }, 'dict_type', ['body', 'output_schema']],
    [{ input: {}, run_locally: 1 }, 'bool_type', ['body', 'run_locally']],
    [{ input: {}, id: '' }, 'string_too_short', ['body', 'id']],
    [{ input: {}, output_format: 1 }, 'enum', ['body', 'output_format']],
  ])('is rejected: %j', async (body, type, loc) => {
    expect(await issues(body)).toEqual([expect.objectContaining({ type, loc })]);
  });

  it('is reported with all its issues', async () => {
    const response = await client.post('/v1/agents/a/invoke?asynchronous=maybe', { input: { text: 1, files: {} } });
    const { detail } = (await response.json()) as { detail: { loc: unknown }[] };
    expect(detail.map(({ loc }) => loc)).toEqual([
      ['query', 'asynchronous'],
      ['body', 'input', 'text'],
      ['body', 'input', 'files'],
    ]);
  });

  it('is a body that is not JSON, not an object or missing', async () => {
    const send = async (body: string, type = 'application/json'): Promise<unknown> => {
      const headers = { 'x-api-key': 'k', 'content-type': type };
      const [status, answer] = await outcome(client.post(INVOKE, undefined, { headers, body }));
      expect(status).toBe(422);
      return (answer as { detail: { type: string }[] }).detail[0]?.type;
    };
    expect(await send('{"input": ')).toBe('json_invalid');
    expect(await send('')).toBe('missing');
    expect(await send('{"input": {}}', 'application/x-www-form-urlencoded')).toBe('model_attributes_type');
  });

  it('does not start a run', async () => {
    const mock = createMockXpander({ agents: { a: () => expect.unreachable() } });
    await clientOf(mock).post(INVOKE, { id: 'x', input: 5 });
    await mock.clock.sleep(1_000);
    expect((await clientOf(mock).get('/v1/tasks/x')).status).toBe(404);
  });
});

describe('what the server accepts', () => {
  it.each([
    ['unknown members', { input: { text: 'hi', images: [] }, threadId: 'x' }],
    ['no user', { input: { text: 'hi' } }],
    ['a user without id', { input: { text: 'hi', user: { email: '' } } }],
    ['explicit nulls', { input: { text: null, files: null, user: null }, id: null, output_format: null }],
    ['a null user id', { input: { user: { id: null, email: 'a@example.com' } } }],
  ])('includes %s', async (_name, body) => {
    expect((await clientOf(createMockXpander()).post(INVOKE, body)).status).toBe(200);
  });

  it.each(['true', 'True', '1', 'on', 'yes'])('includes asynchronous=%s', async (value) => {
    const client = clientOf(createMockXpander());
    const response = await client.post(`/v1/agents/a/invoke?asynchronous=${value}`, { input: {} });
    expect(await response.json()).toMatchObject({ status: 'pending' });
  });
});

describe('strictUser', () => {
  const client = clientOf(createMockXpander({ strictUser: true }));

  it.each([
    [{}, ['body', 'input', 'user']],
    [{ user: null }, ['body', 'input', 'user']],
    [{ user: { email: 'a@example.com' } }, ['body', 'input', 'user', 'id']],
    [{ user: { id: 'u1' } }, ['body', 'input', 'user', 'email']],
  ])('rejects %j', async (input, loc) => {
    const [status, answer] = await outcome(client.post(INVOKE, { input }));
    expect([status, answer]).toEqual([422, { detail: [expect.objectContaining({ loc })] }]);
  });

  it('accepts a user with id and e-mail address', async () => {
    const input = { text: 'hi', user: { id: 'u1', email: 'a@example.com' } };
    expect((await client.post(INVOKE, { input })).status).toBe(200);
  });
});
