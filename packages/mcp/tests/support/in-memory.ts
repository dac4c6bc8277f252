import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { type AgentServerOptions, createMcpServer } from '@xpander/mcp';
import { createMockXpander, type MockOptions, type MockXpander } from '@xpander/mock';
import { Xpander } from '@xpander/sdk';
import { secretKey } from './emulator.ts';

/** A server in this process, connected to a client. Runs take no time. */
export async function connectInMemory(
  options: Omit<AgentServerOptions, 'client'>,
  mockOptions: MockOptions = {},
): Promise<{ readonly client: Client; readonly mock: MockXpander }> {
  const mock = createMockXpander(mockOptions);
  const xpander = new Xpander({ apiKey: secretKey, fetch: mock.fetch, clock: mock.clock });
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await createMcpServer({ client: xpander, ...options }).connect(ours);
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(theirs);
  return { client, mock };
}
