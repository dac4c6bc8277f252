import { describe, expect, it } from 'vitest';
import { collect, emulated, research, runOf, scripted, versions } from './support.ts';

const answer = 'Two competitors raised prices.';

describe.each(versions)('generateText of %s', (_, { generateText, streamText }) => {
  it('returns the answer with reasoning and each tool call with its result', async () => {
    const { xpander, mock } = emulated({ agents: { analyst: research } });
    const result = await generateText({ model: xpander('analyst'), prompt: 'Hello' });
    expect(result.text).toBe(answer);
    expect(result.reasoningText).toBe('Plan\nPrices first');
    expect(result.toolCalls).toMatchObject([
      { toolCallId: 'r-1', toolName: 'search', input: { query: 'prices' }, providerExecuted: true, dynamic: true },
    ]);
    expect(result.toolResults).toMatchObject([{ toolCallId: 'r-1', toolName: 'search', output: { hits: 3 } }]);
    expect(result.finishReason).toBe('stop');
    expect(result.rawFinishReason).toBe('completed');
    mock.expectRequests({ invokeStream: 1 });
  });

  it.each([[[]], [['Let me look. ']], [['Two ', 'raised prices.']], [['Two competitors ', 'raised prices.']]])(
    'returns the result of the run when the pieces of its stream are %j',
    async (pieces) => {
      const xpander = scripted(runOf(pieces, answer));
      expect((await generateText({ model: xpander('analyst'), prompt: 'Hello' })).text).toBe(answer);
    },
  );

  it('returns the pieces of a run without a result', async () => {
    const xpander = scripted(runOf(['Two ', 'raised prices.'], null));
    expect((await generateText({ model: xpander('analyst'), prompt: 'Hello' })).text).toBe('Two raised prices.');
  });

  it('returns the ids of the run, and the model behind the agent', async () => {
    const { xpander, mock } = emulated({ agents: { analyst: () => 'Hi' } });
    const result = await generateText({ model: xpander('analyst'), prompt: 'Hello' });
    const task = mock.tasks[0];
    expect(result.providerMetadata).toEqual({
      xpander: { taskId: task?.id, threadId: task?.id, status: 'completed', agentVersion: task?.agent_version },
    });
    expect(result.response).toMatchObject({ id: task?.id, modelId: task?.llm_model_name ?? 'analyst' });
  });

  it('counts the tokens of the run, and asks for them', async () => {
    const { xpander, mock } = emulated({ agents: { analyst: () => 'Hi there' } });
    const { usage } = await generateText({ model: xpander('analyst'), prompt: 'Hello' });
    const { prompt_tokens: input, completion_tokens: output } = mock.tasks[0]?.tokens ?? {};
    expect(input).toBeGreaterThan(0);
    expect(usage).toMatchObject({ inputTokens: input, outputTokens: output });
    expect(mock.lastRequest?.body).toMatchObject({ return_metrics: true });
  });

  it.each([[{ prompt_tokens: 0, completion_tokens: 0 }], [{}], [null]])(
    'reports tokens that the API has not counted as unknown: %j',
    async (tokens) => {
      const xpander = scripted(runOf([], answer, { tokens }));
      const { usage } = await generateText({ model: xpander('analyst'), prompt: 'Hello' });
      expect([usage.inputTokens, usage.outputTokens]).toEqual([undefined, undefined]);
      const stream = streamText({ model: xpander('analyst'), prompt: 'Hello' });
      expect(await stream.usage).toMatchObject({ inputTokens: undefined, outputTokens: undefined });
    },
  );

  it('gives a tool call without a result an error as its result', async () => {
    const { xpander } = emulated({
      agents: {
        analyst: async function* () {
          yield { type: 'tool_call_request', data: { request_id: 'r-1', operation_id: 'search' } };
          yield answer;
        },
      },
    });
    const { content } = await generateText({ model: xpander('analyst'), prompt: 'Hello' });
    expect(content.map(({ type }) => type)).toEqual(['tool-call', 'tool-error', 'text']);
  });
});

describe.each(versions)('streamText of %s', (_, { streamText }) => {
  it('streams text, reasoning and each tool call with its result, in order', async () => {
    const { xpander } = emulated({ agents: { analyst: research } });
    const result = streamText({ model: xpander('analyst'), prompt: 'Hello' });
    const chunks = await collect(result.fullStream);
    expect(chunks.map(({ type }) => type)).toEqual([
      'start',
      'start-step',
      'reasoning-start',
      'reasoning-delta',
      'reasoning-end',
      'tool-call',
      'tool-result',
      'text-start',
      'text-delta',
      'text-delta',
      'text-end',
      'finish-step',
      'finish',
    ]);
    expect(chunks.find(({ type }) => type === 'tool-call')).toMatchObject({ providerExecuted: true, dynamic: true });
    expect(await result.text).toBe(answer);
    expect(await result.finishReason).toBe('stop');
  });

  it('streams pieces while the run goes on', async () => {
    const { xpander, mock } = emulated({
      agents: {
        analyst: async function* ({ sleep }) {
          yield 'First, ';
          await sleep(1000);
          yield 'second.';
        },
      },
    });
    const statuses: unknown[] = [];
    const { textStream } = streamText({ model: xpander('analyst'), prompt: 'Hello' });
    for await (const text of textStream) statuses.push([text, mock.tasks[0]?.status]);
    expect(statuses[0]).toEqual(['First, ', 'executing']);
  });

  it.each([
    [[], answer],
    [['Two competitors '], answer],
    [['Two competitors  ', 'raised prices.\n'], 'Two competitors  raised prices.\n'],
    [['I looked. ', answer], `I looked. ${answer}`],
    [['Let me look. '], `Let me look. ${answer}`],
  ])('ends with the result of the run when the pieces of its stream are %j', async (pieces, text) => {
    const xpander = scripted(runOf(pieces, answer));
    expect(await streamText({ model: xpander('analyst'), prompt: 'Hello' }).text).toBe(text);
  });

  it('returns the ids, the model and the tokens of the run', async () => {
    const { xpander, mock } = emulated({ agents: { analyst: () => 'Hi' } });
    const result = streamText({ model: xpander('analyst'), prompt: 'Hello' });
    await result.consumeStream();
    const task = mock.tasks[0];
    expect(await result.providerMetadata).toEqual({
      xpander: { taskId: task?.id, threadId: task?.id, status: 'completed', agentVersion: task?.agent_version },
    });
    expect(await result.response).toMatchObject({ id: task?.id, modelId: task?.llm_model_name ?? 'analyst' });
    expect(await result.usage).toMatchObject({ inputTokens: task?.tokens?.prompt_tokens });
    expect(mock.lastRequest?.body).toMatchObject({ return_metrics: true });
  });

  it('passes each part of the run as a raw chunk if asked to', async () => {
    const { xpander } = emulated({
      agents: {
        analyst: async function* () {
          yield { type: 'plan_updated', data: { enabled: true, tasks: [] } };
          yield answer;
        },
      },
    });
    const { fullStream } = streamText({ model: xpander('analyst'), prompt: 'Hello', includeRawChunks: true });
    const raw = (await collect(fullStream)).flatMap((chunk) => (chunk.type === 'raw' ? [chunk.rawValue] : []));
    expect(raw).toContainEqual({ type: 'plan', plan: { enabled: true, tasks: [] } });
    expect(raw.at(-1)).toMatchObject({ type: 'finish', task: { status: 'completed' } });
  });
});
