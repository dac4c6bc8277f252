import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectHttp, connectStdio, kinds, type TestClient } from './support/clients.ts';
import { type Emulator, startEmulator } from './support/emulator.ts';
import { type HttpServer, startHttpServer } from './support/http-server.ts';

const count = 20;
let gathered = 0;
let emulator: Emulator;
let server: HttpServer;
beforeAll(async () => {
  emulator = await startEmulator({
    agents: {
      echo: ({ text }) => text,
      /** Answers once all runs are at work, so that calls one after the other would never end. */
      gather: async ({ text, sleep }) => {
        gathered += 1;
        while (gathered < count) await sleep(10);
        return `Answer to ${text}`;
      },
    },
  });
  server = await startHttpServer(emulator.url);
});
afterAll(async () => {
  await server.stop();
  await emulator.close();
});

describe.each(kinds)('twenty calls at once, %s', (kind) => {
  it.each([
    ['stdio', (url: string): Promise<TestClient> => connectStdio(kind, { url, args: ['--all'] })],
    ['HTTP', (): Promise<TestClient> => connectHttp(kind, server.url)],
  ] as const)('get their own answers at the same time over %s', async (_, connect) => {
    gathered = 0;
    const client = await connect(emulator.url);
    const prompts = Array.from({ length: count }, (_each, index) => `question ${index}`);
    const answers = await Promise.all(prompts.map((prompt) => client.call('ask_gather', { prompt })));
    const results = answers.map(({ structuredContent }) => structuredContent?.result);
    expect(results).toEqual(prompts.map((prompt) => `Answer to ${prompt}`));
    expect(emulator.count('invokeStream')).toBe(count);
    await client.close();
    emulator.mock.reset();
  });
});
