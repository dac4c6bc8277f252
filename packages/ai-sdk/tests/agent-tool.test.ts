import { pause } from '@xpander/mock';
import { type Agent, TaskPausedError } from '@xpander/sdk';
import type { LanguageModel } from 'ai7';
import { describe, expect, it } from 'vitest';
import { type AgentToolOutput, agentTool } from '../src/index.ts';
import { collect, emulated, rejectionOf, research, until, versions } from './support.ts';

const description = 'Analyzes competitors';
const answer = 'Two competitors raised prices.';

/** A model that calls a tool with a prompt, and then repeats what the tool has answered. */
function callingModel(toolName: string, prompt: string): { model: LanguageModel; prompts: unknown[] } {
  const prompts: unknown[] = [];
  const usage = {
    inputTokens: { total: 1, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: 1, text: undefined, reasoning: undefined },
  };
  const next = (messages: readonly { role: string }[]) => {
    prompts.push(messages);
    const isFirst = messages.at(-1)?.role !== 'tool';
    const call = { type: 'tool-call', toolCallId: 'call-1', toolName, input: JSON.stringify({ prompt }) };
    const finishReason = { unified: isFirst ? 'tool-calls' : 'stop', raw: undefined };
    return { parts: isFirst ? [call] : [], finishReason };
  };
  const model = {
    specificationVersion: 'v3',
    provider: 'test',
    modelId: 'caller',
    supportedUrls: {},
    doGenerate: async (options: { prompt: { role: string }[] }) => {
      const { parts, finishReason } = next(options.prompt);
      const text = { type: 'text', text: 'Done.' };
      return { content: parts.length > 0 ? parts : [text], finishReason, usage, warnings: [] };
    },
    doStream: async (options: { prompt: { role: string }[] }) => {
      const { parts, finishReason } = next(options.prompt);
      const all = [{ type: 'stream-start', warnings: [] }, ...parts, { type: 'finish', finishReason, usage }];
      return {
        stream: new ReadableStream({
          start(controller) {
            for (const part of all) controller.enqueue(part);
            controller.close();
          },
        }),
      };
    },
  };
  return { model: model as never, prompts };
}

describe.each(versions)('agentTool in %s', (_, { generateText, streamText, stepCountIs, asSchema }) => {
  it('runs the agent when a model calls it, and gives the model its answer', async () => {
    const { client, mock } = emulated({ agents: { analyst: research } });
    const analyst = agentTool(client.agent('analyst'), { description });
    const { model, prompts } = callingModel('analyst', 'Which competitors raised prices?');
    const result = await generateText({ model, prompt: 'Go', tools: { analyst }, stopWhen: stepCountIs(2) });
    expect(result.steps[0]?.toolResults).toMatchObject([
      { toolName: 'analyst', output: { text: answer, status: 'completed', taskId: mock.tasks[0]?.id } },
    ]);
    expect(mock.lastRequest?.body).toMatchObject({ input: { text: 'Which competitors raised prices?' } });
    expect(JSON.stringify(prompts[1])).toContain(JSON.stringify({ type: 'text', value: answer }));
    mock.expectRequests({ invokeStream: 1 });
  });

  it('yields preliminary results as the agent works', async () => {
    const { client } = emulated({ agents: { analyst: research } });
    const analyst = agentTool(client.agent('analyst'), { description });
    const { model } = callingModel('analyst', 'Hello');
    const { fullStream } = streamText({ model, prompt: 'Go', tools: { analyst }, stopWhen: stepCountIs(2) });
    const results = (await collect(fullStream)).flatMap((chunk) => (chunk.type === 'tool-result' ? [chunk] : []));
    const outputs = results.map(({ output }) => output as AgentToolOutput);
    expect(results.map(({ preliminary = false }) => preliminary)).toEqual([...outputs.slice(1).map(() => true), false]);
    expect(outputs.map(({ text }) => text)).toEqual(expect.arrayContaining(['', 'Two competitors ', answer]));
    expect(outputs.map(({ tool }) => tool)).toContain('search');
    expect(outputs.at(-1)).toMatchObject({ text: answer, status: 'completed' });
  });

  it('is an error of the tool when the run fails, and the model goes on', async () => {
    const { client, mock } = emulated({ agents: { broken: () => Promise.reject(new Error('out of ink')) } });
    const broken = agentTool(client.agent('broken'), { description });
    const { model, prompts } = callingModel('broken', 'Hello');
    const result = await generateText({ model, prompt: 'Go', tools: { broken }, stopWhen: stepCountIs(2) });
    expect(result.text).toBe('Done.');
    expect(result.steps[0]?.content.at(-1)).toMatchObject({ type: 'tool-error', error: { name: 'TaskFailedError' } });
    expect(JSON.stringify(prompts[1])).toContain('out of ink');
    mock.expectRequests({ invokeStream: 1 });
  });

  it('describes its input, and rejects an empty prompt', async () => {
    const { client } = emulated();
    const { inputSchema } = agentTool(client.agent('analyst'), { description });
    const schema = asSchema(inputSchema);
    expect(await schema.jsonSchema).toMatchObject({
      type: 'object',
      properties: { prompt: { type: 'string', minLength: 1 } },
      required: ['prompt'],
      additionalProperties: false,
    });
    expect(await schema.validate?.({ prompt: ' ' })).toMatchObject({ success: false });
    expect(await schema.validate?.({ prompt: 'Hi' })).toEqual({ success: true, value: { prompt: 'Hi' } });
  });

  it('is aborted with the call of the model', async () => {
    const { client, mock } = emulated({
      agents: { slow: ({ sleep }) => sleep(3_600_000).then(() => 'late') },
      clock: 'real',
    });
    const slow = agentTool(client.agent('slow', { onAbandon: 'stop' }), { description });
    const { model } = callingModel('slow', 'Hello');
    const controller = new AbortController();
    const call = generateText({ model, prompt: 'Go', tools: { slow }, abortSignal: controller.signal });
    await until(() => mock.tasks[0]?.status === 'executing');
    controller.abort();
    await call.catch(() => {});
    await until(() => mock.tasks[0]?.status === 'stopped');
    mock.reset();
  });
});

describe('agentTool', () => {
  const agents = {
    slow: async function* ({ sleep }: { sleep: (ms: number) => Promise<void> }) {
      await sleep(60_000);
      yield 'late';
    },
    buyer: async function* () {
      yield 'Ordering … ';
      yield pause({ auth: { connector_name: 'Mail', auth_url: 'https://example.com/auth' } });
      yield 'done.';
    },
    mailer: async function* () {
      yield { type: 'auth_event', data: { type: 'login_required', data: { url: 'https://example.com/login' } } };
      yield 'sent';
    },
    writer: async function* () {
      for (let index = 0; index < 1_000; index += 1) yield 'word ';
    },
  };
  const run = (agent: Pick<Agent, 'stream'>, options = {}) =>
    agentTool(agent, { description, ...options }).execute({ prompt: 'Hello' }, {});

  it('gives up once timeoutMs has passed', async () => {
    const { client } = emulated({ agents });
    const error = await rejectionOf(collect(run(client.agent('slow'), { timeoutMs: 5_000 })));
    expect(error).toMatchObject({ name: 'DeadlineError', deadlineMs: 5_000 });
  });

  it('waits without a limit with timeoutMs: 0, and else as long as its agent says', async () => {
    const { client } = emulated({ agents });
    const agent = client.agent('slow', { deadlineMs: 5_000 });
    expect((await collect(run(agent, { timeoutMs: 0 }))).at(-1)?.text).toBe('late');
    expect(await rejectionOf(collect(run(agent)))).toMatchObject({ name: 'DeadlineError' });
  });

  it('shows the page of a login, and rejects when the agent does not wait for people', async () => {
    const { client, mock } = emulated({ agents });
    const outputs: AgentToolOutput[] = [];
    const read = async () => {
      for await (const output of run(client.agent('buyer'))) outputs.push(output);
    };
    expect(await rejectionOf(read())).toBeInstanceOf(TaskPausedError);
    expect(outputs.at(-1)).toMatchObject({ status: 'paused', authUrl: 'https://example.com/auth' });
    expect(mock.tasks[0]?.status).toBe('paused');
  });

  it('waits for people if its agent does', async () => {
    const { client, mock } = emulated({ agents });
    const outputs = collect(run(client.agent('buyer', { onPaused: 'wait' })));
    await until(() => mock.tasks[0]?.status === 'paused');
    mock.task(mock.tasks[0]?.id ?? '').resume();
    expect((await outputs).at(-1)).toMatchObject({ text: 'Ordering … done.', status: 'completed' });
  });

  it('shows the page of a login that a tool of the agent needs', async () => {
    const { client } = emulated({ agents });
    const outputs = await collect(run(client.agent('mailer')));
    expect(outputs.map(({ authUrl }) => authUrl)).toContain('https://example.com/login');
  });

  it('shows a tool until its own result, while others are called', async () => {
    const call = (type: string, id: string) => ({ type, data: { request_id: id, operation_id: `tool-${id}` } });
    const agent = async function* () {
      yield call('tool_call_request', 'a');
      yield call('tool_call_request', 'b');
      yield call('tool_call_result', 'b');
      yield call('tool_call_result', 'a');
      yield answer;
    };
    const { client } = emulated({ agents: { busy: agent } });
    const tools = (await collect(run(client.agent('busy')))).map(({ tool }) => tool);
    expect(tools.filter((tool, index) => tool !== tools[index - 1])).toEqual(['tool-a', 'tool-b', 'tool-a', undefined]);
  });

  it('shows a long text in steps that grow with it', async () => {
    const { client } = emulated({ agents });
    const outputs = await collect(run(client.agent('writer')));
    expect(outputs.length).toBeGreaterThan(10);
    expect(outputs.length).toBeLessThan(100);
    expect(outputs.at(-1)?.text).toBe('word '.repeat(1_000));
  });

  it('takes a workflow', async () => {
    const { client } = emulated({ workflows: { intake: () => 'Taken in' } });
    expect((await collect(run(client.workflow('intake')))).at(-1)?.text).toBe('Taken in');
  });

  it.each([
    [{ description: '' }, 'description'],
    [{}, 'description'],
    [{ description, timeoutMs: -1 }, 'timeoutMs'],
    [{ description, timeoutMs: Number.NaN }, 'timeoutMs'],
    [{ description, timeout: 5 }, 'timeout'],
    [undefined, 'description'],
  ])('rejects the options %j', (options, option) => {
    const { client } = emulated({ agents });
    expect(() => agentTool(client.agent('slow'), options as never)).toThrow(
      expect.objectContaining({ name: 'ConfigurationError', option }),
    );
  });

  it('rejects what is no agent', () => {
    expect(() => agentTool('slow' as never, { description })).toThrow(/client\.agent\(id\)/);
  });
});
