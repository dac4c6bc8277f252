import { inspect } from 'node:util';
import { createMockXpander, type MockServer, type MockXpander } from '@xpander/mock';
import { AmbiguousInvocationError } from '@xpander/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createXpander, type XpanderProvider } from '../src/index.ts';
import { collect, rejectionOf, research, versions } from './support.ts';

const apiKey = 'sk-very-secret-0123456789';
const answer = 'Two competitors raised prices.';

let mock: MockXpander;
let server: MockServer;
let xpander: XpanderProvider;

beforeAll(async () => {
  mock = createMockXpander({ agents: { analyst: research }, clock: 'real' });
  server = await mock.listen({ port: 0 });
  xpander = createXpander({ apiKey, baseUrl: server.url });
});
beforeEach(() => mock.reset());
afterAll(() => server.close());

describe.each(versions)('over HTTP with %s', (_, { generateText, streamText }) => {
  const model = () => xpander('analyst', { pollIntervalMs: 50 });

  it('generateText and streamText return the answer', async () => {
    expect((await generateText({ model: model(), prompt: 'Hello' })).text).toBe(answer);
    expect(await streamText({ model: model(), prompt: 'Hello' }).text).toBe(answer);
  });

  it('a cut connection goes on by polls, after one POST', async () => {
    mock.drop({ operation: 'invokeStream', at: 'mid-stream', times: 2 });
    expect((await generateText({ model: model(), prompt: 'Hello' })).text).toBe(answer);
    const result = streamText({ model: model(), prompt: 'Hello' });
    expect((await collect(result.textStream)).join('')).toBe(answer);
    expect(mock.requestsTo('invokeStream')).toHaveLength(2);
    mock.expectNoFaultsLeft();
  });

  it.each([
    ['a web page with the status 502', () => mock.fail({ operation: 'invokeStream', status: 502 })],
    ['a page after the run has begun', () => mock.fail({ operation: 'invokeStream', status: 504, at: 'after-accept' })],
    ['a connection that is reset', () => mock.drop({ operation: 'invokeStream', at: 'after-accept' })],
  ])('%s is one POST, whatever maxRetries allows', async (_name, fault) => {
    fault();
    const error = await rejectionOf(generateText({ model: model(), prompt: 'Hello', maxRetries: 2 }));
    expect(error).toBeInstanceOf(AmbiguousInvocationError);
    mock.expectRequests({ invokeStream: 1 });
  });

  it('the key is in no result, no error, and no printed model', async () => {
    const result = await generateText({ model: model(), prompt: 'Hello' });
    mock.fail({ operation: 'invokeStream', status: 401, body: { detail: `The key ${apiKey} is invalid` } });
    const error = await rejectionOf(generateText({ model: model(), prompt: 'Hello' }));
    const printed = [result, result.request, result.response, error, model(), xpander].map(
      (value) => inspect(value, { depth: 9 }) + JSON.stringify(value),
    );
    expect(error).toMatchObject({ code: 'unauthorized' });
    expect(printed.join('\n')).not.toContain(apiKey);
  });
});
