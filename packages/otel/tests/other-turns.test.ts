import { Xpander } from '@xpander/sdk';
import { describe, expect, it } from 'vitest';
import { agentId, rejection, settle, traced } from './support.ts';
import { useTelemetry } from './telemetry.ts';

const telemetry = useTelemetry();

/** What the last span says of the outcome of its turn. */
function outcomeOfLastSpan(): Record<string, unknown> {
  const attributes: Record<string, unknown> = { ...telemetry.spans().at(-1)?.attributes };
  const facts = ['error.type', 'xpander.task.status', 'gen_ai.usage.output_tokens', 'gen_ai.output.messages'];
  return Object.fromEntries(facts.filter((name) => name in attributes).map((name) => [name, attributes[name]]));
}

describe('the span of a turn says nothing of another turn', () => {
  it('when its deadline passes while reads still show the end of the one before', async () => {
    const { xpander, mock } = traced({ captureContent: true });
    const thread = xpander.agent(agentId).thread();
    await thread.send('one');
    mock.staleReads({ forMs: 60_000 });
    await rejection(thread.send('two', { deadlineMs: 20_000 }));
    expect(outcomeOfLastSpan()).toEqual({ 'error.type': 'deadline' });
  });

  it('when a later one of another process has taken its place', async () => {
    const { xpander, mock } = traced({ captureContent: true });
    const other = new Xpander({ apiKey: 'key-2', fetch: mock.fetch, clock: mock.clock });
    let later: Promise<unknown> | undefined;
    const onUpdate = async (): Promise<void> => {
      later ??= other.agent(agentId).invokeAsync({ id: 'task-1', input: 'two' });
      await later;
    };
    await rejection(xpander.agent(agentId).run({ id: 'task-1', input: 'one' }, { onUpdate }));
    await settle();
    expect(outcomeOfLastSpan()).toEqual({ 'error.type': 'turn_replaced' });
  });
});
