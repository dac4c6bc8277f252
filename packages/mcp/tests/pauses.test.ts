import { describe, expect, it } from 'vitest';
import { agents } from './support/emulator.ts';
import { connectInMemory } from './support/in-memory.ts';

const holdMs = 50_000;

async function pauseOn(connection: Awaited<ReturnType<typeof connectInMemory>>): Promise<string> {
  const { structuredContent } = await connection.client.callTool({ name: 'ask_buyer', arguments: { prompt: 'Order' } });
  expect(structuredContent).toMatchObject({ status: 'paused' });
  return (structuredContent as { taskId: string }).taskId;
}

describe('wait_for_task, for a pause that was told', () => {
  it('waits for the person, and returns the answer', async () => {
    const connection = await connectInMemory({ agents: [{ id: 'buyer' }], holdMs }, { agents });
    const { client, mock } = connection;
    const taskId = await pauseOn(connection);
    const waiting = client.callTool({ name: 'wait_for_task', arguments: { taskId } });
    await mock.clock.sleep(20_000);
    mock.task(taskId).resume();
    expect((await waiting).structuredContent).toEqual({ taskId, status: 'completed', result: 'Ordered.' });
  });

  it('tells it again if the person has not acted within the time of the call', async () => {
    const connection = await connectInMemory({ agents: [{ id: 'buyer' }], holdMs }, { agents });
    const { client, mock } = connection;
    const taskId = await pauseOn(connection);
    const startedMs = mock.clock.now();
    const { structuredContent } = await client.callTool({ name: 'wait_for_task', arguments: { taskId } });
    expect(structuredContent).toEqual({ taskId, status: 'paused' });
    expect(mock.clock.now() - startedMs).toBeGreaterThanOrEqual(holdMs);
  });
});

describe('wait_for_task, for a pause that was not told', () => {
  it('tells it at once', async () => {
    const connection = await connectInMemory({ agents: [{ id: 'buyer' }], holdMs }, { agents });
    const { client, mock } = connection;
    const body = JSON.stringify({ id: 'task-1', input: { text: 'Order' } });
    const headers = { 'x-api-key': 'any', 'content-type': 'application/json' };
    await mock.fetch('http://mock/v1/agents/buyer/invoke/async', { method: 'POST', headers, body });
    while (mock.tasks[0]?.status !== 'paused') await mock.clock.sleep(10);
    const startedMs = mock.clock.now();
    const { structuredContent } = await client.callTool({ name: 'wait_for_task', arguments: { taskId: 'task-1' } });
    expect(structuredContent).toEqual({ taskId: 'task-1', status: 'paused' });
    expect(mock.clock.now() - startedMs).toBeLessThan(holdMs);
  });
});
