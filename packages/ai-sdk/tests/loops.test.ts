import { describe, expect, it } from 'vitest';
import { emulated, lastBody, research, versions } from './support.ts';

const threadId = '0d9e5c3a-6f5c-4a53-8b0e-3d8a52f1c003';

describe.each(versions)('ToolLoopAgent of %s', (_, { ToolLoopAgent, stepCountIs }) => {
  it('runs an agent as its model in one step', async () => {
    const { xpander, mock } = emulated({ agents: { analyst: research } });
    const agent = new ToolLoopAgent({
      model: xpander('analyst'),
      instructions: 'Be brief',
      stopWhen: stepCountIs(5),
    });
    const result = await agent.generate({ prompt: 'Hello' });
    expect(result.text).toBe('Two competitors raised prices.');
    expect(result.steps).toHaveLength(1);
    expect(lastBody(mock)).toMatchObject({ instructions_override: 'Be brief' });
    mock.expectRequests({ invokeStream: 1 });
  });

  it('streams an agent as its model', async () => {
    const { xpander } = emulated({ agents: { analyst: research } });
    const agent = new ToolLoopAgent({ model: xpander('analyst') });
    const result = await agent.stream({ prompt: 'Hello' });
    expect(await result.text).toBe('Two competitors raised prices.');
  });
});

describe.each(versions)('a conversation of %s', (_, { generateText, streamText }) => {
  const agents = { echo: ({ text, turn }: { text: string; turn: number }) => `${turn}: ${text}` };

  it('continues a thread with the messages of earlier answers', async () => {
    const { xpander, mock } = emulated({ agents });
    const call = { model: xpander('echo'), providerOptions: { xpander: { threadId } } };
    const first = await generateText({ ...call, prompt: 'one' });
    const messages = [
      { role: 'user' as const, content: 'one' },
      ...first.response.messages,
      { role: 'user' as const, content: 'two' },
    ];
    const second = streamText({ ...call, messages });
    expect(first.text).toBe('1: one');
    expect(await second.text).toBe('2: two');
    expect(mock.requestsTo('invokeStream').map(({ body }) => (body as { input: unknown }).input)).toEqual([
      { text: 'one' },
      { text: 'two' },
    ]);
  });

  it.each(['analyst', 'forgetful'])('does not send the tool calls of an earlier answer again: %s', async (agentId) => {
    const { xpander, mock } = emulated({
      agents: {
        analyst: research,
        forgetful: async function* () {
          yield { type: 'tool_call_request', data: { request_id: 'r-1', operation_id: 'search' } };
        },
      },
    });
    const call = { model: xpander(agentId), providerOptions: { xpander: { threadId } } };
    const first = await generateText({ ...call, prompt: 'one' });
    const messages = [...first.response.messages, { role: 'user' as const, content: 'two' }];
    const second = streamText({ ...call, messages });
    await generateText({
      ...call,
      messages: [...messages, ...(await second.response).messages, { role: 'user', content: 'three' }],
    });
    expect(mock.requestsTo('invokeStream').map(({ body }) => (body as { input: unknown }).input)).toEqual([
      { text: 'one' },
      { text: 'two' },
      { text: 'three' },
    ]);
  });

  it('continues with the threadId of an answer', async () => {
    const { xpander } = emulated({ agents });
    const first = await generateText({ model: xpander('echo'), prompt: 'one' });
    const given = String(first.providerMetadata?.xpander?.threadId);
    const call = { model: xpander('echo'), providerOptions: { xpander: { threadId: given } } };
    expect((await generateText({ ...call, prompt: 'two' })).text).toBe('2: two');
  });

  it('sends the turns of a thread one after the other', async () => {
    const { xpander } = emulated({ agents });
    const call = { model: xpander('echo'), providerOptions: { xpander: { threadId } } };
    const answers = ['one', 'two', 'three'].map((prompt) => generateText({ ...call, prompt }));
    expect((await Promise.all(answers)).map(({ text }) => text)).toEqual(['1: one', '2: two', '3: three']);
  });
});
