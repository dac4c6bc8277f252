import { once } from 'node:events';
import { connect } from 'node:net';
import { createMockXpander, fail, type MockServer, type MockXpander } from '@xpander/mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { firstWords, openUpstream, type Upstream } from '../../tests/upstream.ts';
import { type ServedWorker, serveWorker } from '../serve-worker.ts';

const key = 'key-to-be-kept-secret';
let mock: MockXpander;
let api: MockServer;
let worker: ServedWorker;

beforeAll(async () => {
  mock = createMockXpander({
    keys: { [key]: 'org-1' },
    agents: {
      writer: async function* ({ text }) {
        yield 'Roses ';
        if (text.includes('fail')) throw fail('hunter2');
        yield 'are red.';
      },
    },
  });
  api = await mock.listen({ port: 0 });
  worker = await serve(api.url);
});

beforeEach(() => mock.reset());

afterAll(async () => {
  await worker?.close();
  await api?.close();
});

function serve(apiUrl: string): Promise<ServedWorker> {
  return serveWorker({ XPANDER_API_KEY: key, XPANDER_AGENT_ID: 'writer', XPANDER_API_URL: apiUrl });
}

async function ask(question: string): Promise<string> {
  return (await fetch(`${worker.url}/answers`, { method: 'POST', body: question })).text();
}

describe('the Worker in workerd', () => {
  it('sends the answer in pieces, over one request to the API', async () => {
    expect(await ask('Write a poem')).toBe('{"text":"Roses "}\n{"text":"are red."}\n{"done":true}\n');
    expect(mock.requests).toHaveLength(1);
  });

  it('serves several visitors at once with one client', async () => {
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map(ask));
    expect(answers.map((answer) => answer.endsWith('{"done":true}\n'))).toEqual([true, true, true, true]);
    expect(mock.tasks).toHaveLength(4);
  });

  it('sends the whole answer of one run if the connection to the API breaks', async () => {
    mock.drop({ operation: 'invokeStream', at: 'mid-stream' });
    const lines = (await ask('Write a poem'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    mock.expectNoFaultsLeft();
    expect(lines.map(({ text = '' }) => text).join('')).toBe('Roses are red.');
    expect(lines.at(-1)).toEqual({ done: true });
    expect(mock.tasks).toHaveLength(1);
  });

  it('ends a failed run with a sentence that reveals nothing', async () => {
    expect(await ask('Please fail')).toBe('{"text":"Roses "}\n{"error":"The agent could not finish the answer."}\n');
    expect(worker.printed()).not.toContain(key);
  });

  it('starts nothing without a question', async () => {
    const none = await fetch(`${worker.url}/answers`, { method: 'POST', body: ' ' });
    expect([none.status, (await fetch(`${worker.url}/answers`)).status]).toEqual([400, 404]);
    expect(mock.requests).toEqual([]);
  });
});

describe('a visitor who leaves the Worker', () => {
  let upstream: Upstream;
  let endless: ServedWorker;

  beforeAll(async () => {
    upstream = await openUpstream();
    endless = await serve(upstream.url);
  });

  afterAll(async () => {
    await endless?.close();
    upstream?.close();
  });

  it('closes the connection to the API with the next words, and the run continues', async () => {
    const { hostname, port } = new URL(endless.url);
    const visitor = connect(Number(port), hostname);
    visitor.write('POST /answers HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nStory');
    for (let seen = ''; !seen.includes(firstWords); ) seen += String((await once(visitor, 'data'))[0]);
    visitor.destroy();
    const talk = setInterval(() => upstream.say('and then'), 20);
    await upstream.left;
    clearInterval(talk);
    expect(upstream.requests).toEqual(['POST /v1/agents/writer/invoke/stream']);
  });
});
