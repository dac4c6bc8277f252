import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentTool, createXpander } from '@xpander/ai-sdk';
import { type BatchSummary, fileStore, openBatch } from '@xpander/batch';
import { type PostgresStoreOptions, postgresStore } from '@xpander/batch/postgres';
import { redisStore } from '@xpander/batch/redis';
import { createMcpHandler, createMcpServer } from '@xpander/mcp';
import { ConfigurationError, Xpander } from '@xpander/sdk';
import { generateText } from 'ai';
import { type Api, expectEqual } from './api.js';

/** Uses the packages that need a server. */
export async function useOnServer({ baseUrl, apiKey, agentId }: Api): Promise<string[]> {
  const client = new Xpander({ baseUrl, apiKey });

  const folder = await mkdtemp(join(tmpdir(), 'consumer-'));
  const store = fileStore(join(folder, 'out.jsonl'));
  const batch = await openBatch({ xpander: client, agentId, name: 'consumer', store });
  await batch.add(['a', 'b', 'c']);
  const summary: BatchSummary = await batch.work();
  expectEqual([summary.completed, summary.failed, summary.left], [3, 0, 0]);
  await batch.close();
  await rm(folder, { recursive: true });

  const options: PostgresStoreOptions = { connectionString: 'postgres://user@127.0.0.1/batches' };
  expectEqual(typeof postgresStore(options).open, 'function');
  expectEqual(
    refusal(() => redisStore({ url: 'http://127.0.0.1' })),
    'ConfigurationError',
  );

  const agents = [{ id: agentId, name: 'Parrot' }];
  expectEqual(typeof createMcpServer({ client, agents }).connect, 'function');
  const call = { name: 'ask_parrot', arguments: { prompt: 'seven' } };
  const response = await createMcpHandler({ client, agents }).fetch(
    new Request('http://127.0.0.1/mcp', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: call }),
    }),
  );
  expectEqual((await response.text()).includes('Heard: seven'), true);

  const { text } = await generateText({ model: createXpander(client)(agentId), prompt: 'eight' });
  expectEqual(text, 'Heard: eight');
  expectEqual(typeof agentTool(client.agent(agentId), { description: 'Repeats' }).execute, 'function');

  return ['@xpander/batch', '@xpander/batch/postgres', '@xpander/batch/redis', '@xpander/mcp', 'ai'];
}

function refusal(action: () => unknown): string {
  try {
    action();
    return 'accepted';
  } catch (error) {
    return error instanceof ConfigurationError ? error.name : String(error);
  }
}
