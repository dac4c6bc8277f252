import * as ai7 from 'ai7';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as entry from '../src/index.ts';
import { createXpander } from '../src/index.ts';
import { emulated, lastBody, rejectionOf, versions } from './support.ts';

const { xpander, mock } = emulated({ agents: { echo: ({ text }) => text } });
const model = xpander('echo');

describe.each(versions)('a setting of %s', (_, ai) => {
  const { generateText, streamText } = ai;

  it.each([
    ['temperature', 0.5],
    ['topP', 0.5],
    ['topK', 5],
    ['maxOutputTokens', 100],
    ['stopSequences', ['END']],
    ['seed', 7],
    ['presencePenalty', 0.1],
    ['frequencyPenalty', 0.1],
  ])('%s is a warning, not an error', async (feature, value) => {
    const settings = { model, prompt: 'Hello', [feature]: value };
    const expected = [expect.objectContaining({ type: 'unsupported', feature })];
    expect((await generateText(settings)).warnings).toEqual(expected);
    expect(await streamText(settings).warnings).toEqual(expected);
  });

  it('tools and toolChoice are a warning each, and the tools are not called', async () => {
    const tools = { weather: ai.tool({ inputSchema: z.object({ city: z.string() }) }) };
    const chosen = await generateText({ model, prompt: 'Hello', tools, toolChoice: 'none' });
    expect(chosen.warnings?.map((warning) => 'feature' in warning && warning.feature)).toEqual(['tools', 'toolChoice']);
    expect(chosen.text).toBe('Hello');
    const plain = await generateText({ model, prompt: 'Hello', tools });
    expect(plain.warnings?.map((warning) => 'feature' in warning && warning.feature)).toEqual(['tools']);
  });

  it.each(['required', 'none'])('toolChoice %s is a warning of the model', async (type) => {
    const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hello' }] }];
    const { warnings } = await model.doGenerate({ prompt, toolChoice: { type } });
    expect(warnings).toMatchObject([{ type: 'unsupported', feature: 'toolChoice' }]);
  });

  it('no setting is no warning', async () => {
    expect((await generateText({ model, prompt: 'Hello' })).warnings).toEqual([]);
  });

  it('providerOptions.xpander sets the thread, the user, the version, the depth and the effort', async () => {
    const user = { id: 'u-1', email: 'dana@example.com' };
    const threadId = '0d9e5c3a-6f5c-4a53-8b0e-3d8a52f1c002';
    const own = { threadId, user, version: 'draft', thinkMode: 'harder', reasoningEffort: 'high' };
    const { providerMetadata } = await generateText({ model, prompt: 'Hello', providerOptions: { xpander: own } });
    expect(lastBody(mock)).toMatchObject({
      id: threadId,
      think_mode: 'harder',
      llm_reasoning_effort: 'high',
      input: { text: 'Hello', user },
    });
    expect(mock.requestsTo('invokeStream').at(-1)?.query).toMatchObject({ version: 'draft' });
    expect(providerMetadata?.xpander).toMatchObject({ threadId });
  });

  it('providerOptions.xpander without a user sends none, in place of that of the model', async () => {
    const ofDana = xpander('echo', { user: { id: 'u-1', email: 'dana@example.com' } });
    await generateText({ model: ofDana, prompt: 'Hello', providerOptions: { xpander: { user: null } } });
    expect(lastBody(mock).input).toEqual({ text: 'Hello' });
  });

  it.each([
    ['threadid', 't', 'threadid'],
    ['threadId', '', 'threadId'],
    ['threadId', 7, 'threadId'],
    ['thinkMode', 'deep', 'thinkMode'],
    ['reasoningEffort', 'extreme', 'reasoningEffort'],
    ['user', { id: 'u-1' }, 'user'],
    ['version', '', 'version'],
  ])('providerOptions.xpander rejects %s: %j before anything is sent', async (name, value, named) => {
    mock.reset();
    const providerOptions = { xpander: { [name]: value } };
    const error = await rejectionOf(generateText({ model, prompt: 'Hello', providerOptions }));
    expect(error).toMatchObject({ name: 'ConfigurationError', message: expect.stringContaining(named) });
    mock.expectRequests({});
  });

  it('headers are sent with those of the agent', async () => {
    const withHeaders = xpander('echo', { headers: { 'x-tenant': 'a', 'x-trace': '1' } });
    await generateText({ model: withHeaders, prompt: 'Hello', headers: { 'x-trace': '2' } });
    const { headers } = mock.requestsTo('invokeStream').at(-1) ?? {};
    expect(headers).toMatchObject({ 'x-tenant': 'a', 'x-trace': '2' });
  });
});

describe('reasoning of ai 7', () => {
  it.each(['low', 'medium', 'high', 'xhigh'] as const)('becomes llm_reasoning_effort: %s', async (reasoning) => {
    const { warnings } = await ai7.generateText({ model, prompt: 'Hello', reasoning });
    expect(lastBody(mock)).toMatchObject({ llm_reasoning_effort: reasoning });
    expect(warnings).toEqual([]);
  });

  it('is not sent if it is the default', async () => {
    const { warnings } = await ai7.generateText({ model, prompt: 'Hello', reasoning: 'provider-default' });
    expect(lastBody(mock)).not.toHaveProperty('llm_reasoning_effort');
    expect(warnings).toEqual([]);
  });

  it.each([
    ['minimal', 'low'],
    ['max', 'xhigh'],
  ] as const)('becomes the nearest effort with a warning: %s', async (reasoning, effort) => {
    const { warnings } = await ai7.generateText({ model, prompt: 'Hello', reasoning });
    expect(lastBody(mock)).toMatchObject({ llm_reasoning_effort: effort });
    expect(warnings).toMatchObject([{ type: 'compatibility' }]);
  });

  it('is a warning if the API has nothing like it: none', async () => {
    const { warnings } = await ai7.generateText({ model, prompt: 'Hello', reasoning: 'none' });
    expect(lastBody(mock)).not.toHaveProperty('llm_reasoning_effort');
    expect(warnings).toMatchObject([{ type: 'unsupported' }]);
  });
});

describe('a provider', () => {
  it('is exported with agentTool alone', () => {
    expect(Object.keys(entry).sort()).toEqual(['agentTool', 'createXpander']);
  });

  it('is a function, and has languageModel', () => {
    expect(xpander.languageModel('echo')).toMatchObject({
      specificationVersion: 'v3',
      provider: 'xpander',
      modelId: 'echo',
    });
    expect(model).toMatchObject({ specificationVersion: 'v3', provider: 'xpander', modelId: 'echo' });
  });

  it.each(versions)(
    'fits into a registry of %s',
    async (_, { createProviderRegistry, generateText, NoSuchModelError }) => {
      const registry = createProviderRegistry({ xpander });
      expect((await generateText({ model: registry.languageModel('xpander:echo'), prompt: 'Hello' })).text).toBe(
        'Hello',
      );
      for (const open of [xpander.embeddingModel, xpander.imageModel]) {
        const error = await rejectionOf(Promise.resolve().then(() => open('echo')));
        expect(NoSuchModelError.isInstance(error)).toBe(true);
      }
    },
  );

  it('takes the options of a client', async () => {
    const own = createXpander({ apiKey: 'key-1', fetch: mock.fetch, clock: mock.clock });
    const { content } = await own('echo').doGenerate({
      prompt: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
    });
    expect(content).toEqual([{ type: 'text', text: 'Hi' }]);
  });

  it('rejects an option that the client does not have', () => {
    expect(() => createXpander({ apiKye: 'key-1' } as never)).toThrow(/apiKey/);
  });

  it('rejects an agent id that is empty, and an option that a model does not have', () => {
    expect(() => xpander('')).toThrow(/agentId/);
    expect(() => xpander('echo', { onPause: 'wait' } as never)).toThrow(/onPaused/);
  });

  it('sends the version and the user of a model with each call', async () => {
    const user = { id: 'u-1', email: 'dana@example.com' };
    await xpander('echo', { version: 'draft', user }).doGenerate({
      prompt: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
    });
    expect(mock.lastRequest).toMatchObject({ query: { version: 'draft' }, body: { input: { user } } });
  });

  it('reports a missing key at the first call, and not before', async () => {
    const keyless = createXpander({ apiKey: async () => '', fetch: mock.fetch, clock: mock.clock });
    const error = await rejectionOf(
      keyless('echo').doGenerate({ prompt: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }] }),
    );
    expect(error).toMatchObject({ name: 'ConfigurationError', option: 'apiKey' });
  });
});
