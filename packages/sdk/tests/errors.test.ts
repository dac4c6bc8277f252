import { describe, expect, it } from 'vitest';
import { ApiError } from '../src/index.ts';
import { clientAnswering, html, json, rejectionOf, taskId } from './support.ts';

async function read(answer: Response): Promise<ApiError> {
  const { xpander } = clientAnswering([answer], { maxRetries: 0 });
  return rejectionOf(ApiError, xpander.tasks.get(taskId));
}

describe('the reason of an API error', () => {
  it.each<[string, unknown, string | undefined]>([
    ['a string', { detail: 'Task not found' }, 'Task not found'],
    ['nested', { detail: { detail: { detail: 'Too many' } } }, 'Too many'],
    ['under another name', { message: 'Nope' }, 'Nope'],
    ['an error object', { error: { message: 'Nope' } }, 'Nope'],
    ['a problem document', { type: 'about:blank', title: 'Broken', status: 500 }, 'Broken'],
    ['a bare string', 'Nope', 'Nope'],
    ['Python-quoted', "429: {'detail': {'detail': 'It\\'s over'}}", "It's over"],
    ['Python-quoted in a string detail', { detail: "429: {'detail': \"no 'credit'\"}" }, "no 'credit'"],
    ['missing', {}, undefined],
    ['a list of texts', { detail: ['first', 'second'] }, 'first'],
    ['null', null, undefined],
    ['endlessly nested', JSON.parse(`${'{"detail":'.repeat(50)}"x"${'}'.repeat(50)}`), undefined],
  ])('is read when it is %s', async (_, body, detail) => {
    expect((await read(json(body, 500))).detail).toBe(detail);
  });

  it('is the title of a web page', async () => {
    const error = await read(html(502));
    expect(error.detail).toBe('a web page titled "502 Bad Gateway"');
    expect(error.body).toContain('nginx');
  });

  it('is nothing when there is no body', async () => {
    const error = await read(new Response(null, { status: 500 }));
    expect(error).toMatchObject({ status: 500, code: 'server_error', detail: undefined });
    expect(error.message).toBe(`GET /v1/tasks/${taskId} answered 500`);
  });

  it('is cut when it is very long', async () => {
    expect((await read(json({ detail: 'x'.repeat(10_000) }, 500))).detail).toHaveLength(500);
  });

  it('names each issue of a 422 and where it is, without the rejected value', async () => {
    const detail = [
      {
        type: 'missing',
        loc: ['body', 'input', 'user', 'email'],
        msg: 'Field required',
        input: { id: 'secret' },
        ctx: { a: 1 },
      },
      { type: 'enum', loc: ['body', 'think_mode'], msg: 'Input should be default or harder', input: 'secret' },
    ];
    const error = await read(json({ detail }, 422));
    expect(error.code).toBe('invalid_request');
    expect(error.issues).toEqual([
      { type: 'missing', loc: ['body', 'input', 'user', 'email'], msg: 'Field required' },
      { type: 'enum', loc: ['body', 'think_mode'], msg: 'Input should be default or harder' },
    ]);
    expect(error.message).toContain('body.input.user.email: Field required; body.think_mode: Input');
    expect(error.body).toEqual({ detail });
  });

  it.each([
    [418, 'client_error'],
    [451, 'client_error'],
    [500, 'server_error'],
    [599, 'server_error'],
  ])('has the code of its family for status %i', async (status, code) => {
    expect((await read(json({}, status))).code).toBe(code);
  });

  it('tells a used-up plan from a rate limit', async () => {
    const quota = { error: 'You have used all credits' };
    expect((await read(json(quota, 429))).code).toBe('quota_exceeded');
    expect((await read(json(quota, 429, { 'x-ratelimit-limit': '100' }))).code).toBe('rate_limited');
    expect((await read(json({ detail: 'Too many requests' }, 429))).code).toBe('rate_limited');
    expect((await read(json({ detail: 'the explanation' }, 429))).code).toBe('rate_limited');
  });

  it('says what to check after a 401', async () => {
    expect((await read(json({ detail: 'Invalid or missing API key' }, 401))).message).toContain('XPANDER_API_KEY');
  });
});
