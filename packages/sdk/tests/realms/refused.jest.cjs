const { Xpander, ConnectionError } = require('@xpander/sdk');

const key = 'key-of-the-realm';
const options = { apiKey: key, baseUrl: process.env.CLOSED_URL, maxRetries: 0 };

it('runs in a realm of its own', async () => {
  await expect(fetch(process.env.CLOSED_URL)).rejects.not.toBeInstanceOf(Error);
});

it('reads a refused connection', async () => {
  const error = await new Xpander(options).agents.invoke('a-1', 'hi').catch((reason) => reason);
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error.sent).toBe(false);
  expect(error.message).toMatch(/^Could not connect: connect ECONNREFUSED/);
  expect(error.cause.cause.code).toBe('ECONNREFUSED');
});

it('keeps the cause without the key when the error carries the request', async () => {
  const carrying = async (request) => {
    throw Object.assign(await fetch(request).catch((reason) => reason), { request });
  };
  const error = await new Xpander({ ...options, fetch: carrying }).tasks.get('t-1').catch((reason) => reason);
  expect(error.cause.name).toBe('TypeError');
  expect(error.cause.request).toBeUndefined();
  expect(error.cause.cause.code).toBe('ECONNREFUSED');
  expect(require('node:util').inspect(error, { depth: null, showHidden: true })).not.toContain(key);
});
