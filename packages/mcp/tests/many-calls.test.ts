import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectHttp, connectStdio, kinds, type TestClient } from './support/clients.ts';
import { type Emulator, startEmulator } from './support/emulator.ts';
import { type HttpServer, startHttpServer } from './support/http-server.ts';

let emulator: Emulator;
let server: HttpServer;
beforeAll(async () => {
  emulator = await startEmulator();
  server = await startHttpServer(emulator.url);
});
afterAll(async () => {
  await server.stop();
  await emulator.close();
});

describe.each(kinds)('twenty calls at once, %s', (kind) => {
  it.each([
    ['stdio', (url: string): Promise<TestClient> => connectStdio(kind, { url, args: ['--agents', 'slow'] })],
    ['HTTP', (): Promise<TestClient> => connectHttp(kind, server.url)],
  ] as const)('get their own answers at the same time over %s', async (_, connect) => {
    const client = await connect(emulator.url);
    const prompts = Array.from({ length: 20 }, (_each, index) => `question ${index}`);
    const answers = await Promise.all(
      prompts.map((prompt) => client.call('ask_slow', { prompt }, { onprogress: () => {} })),
    );
    const results = answers.map(({ structuredContent }) => structuredContent?.result);
    expect(results).toEqual(prompts.map((prompt) => `At last: ${prompt}`));
    expect(emulator.count('invokeStream')).toBe(20);
    // One after the other, the second run would start when the first one has ended.
    const starts = emulator.mock.requestsTo('invokeStream').map(({ at }) => Date.parse(String(at)) || Number(at));
    expect(Math.max(...starts) - Math.min(...starts)).toBeLessThan(20 * 1_500);
    await client.close();
    emulator.mock.reset();
  });
});
