import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ModelMessage } from 'ai7';
import { describe, expect, it } from 'vitest';
import { emulated, lastBody, rejectionOf, versions } from './support.ts';

const threadId = '0d9e5c3a-6f5c-4a53-8b0e-3d8a52f1c001';

const conversation: ModelMessage[] = [
  { role: 'user', content: 'My name is Dana' },
  {
    role: 'assistant',
    content: [
      { type: 'reasoning', text: 'a secret thought' },
      { type: 'text', text: 'Hello Dana' },
      { type: 'tool-call', toolCallId: 'r-1', toolName: 'search', input: { query: 'Dana' } },
    ],
  },
  {
    role: 'tool',
    content: [
      { type: 'tool-result', toolCallId: 'r-1', toolName: 'search', output: { type: 'json', value: { hits: 3 } } },
    ],
  },
  { role: 'assistant', content: [{ type: 'reasoning', text: 'a second thought' }] },
  { role: 'assistant', content: 'I know you' },
  { role: 'user', content: 'What is' },
  { role: 'user', content: [{ type: 'text', text: 'my name?' }] },
];

describe.each(versions)('a prompt of %s', (_, { generateText, UnsupportedFunctionalityError }) => {
  const { xpander, mock } = emulated({ agents: { echo: ({ text }) => `You said: ${text}` } });
  const model = xpander('echo');

  it('sends the system message as instructions_override', async () => {
    await generateText({ model, system: 'Answer in French', prompt: 'Hello' });
    expect(lastBody(mock)).toMatchObject({ instructions_override: 'Answer in French', input: { text: 'Hello' } });
    await generateText({ model, prompt: 'Hello' });
    expect(lastBody(mock)).not.toHaveProperty('instructions_override');
  });

  it('sends the messages since the last answer as input.text, joined by line breaks', async () => {
    await generateText({ model, messages: conversation });
    expect(lastBody(mock).input).toEqual({ text: 'What is\nmy name?' });
  });

  it('sends earlier messages as a transcript, with a warning that names threadId', async () => {
    const { warnings } = await generateText({ model, messages: conversation });
    expect(lastBody(mock).additional_context).toBe(
      [
        'The conversation so far:',
        'User: My name is Dana',
        'Assistant: Hello Dana',
        '[call of search: {"query":"Dana"}]',
        'Tool: [result of search: {"hits":3}]',
        'Assistant: I know you',
      ].join('\n'),
    );
    expect(warnings).toEqual([
      expect.objectContaining({ type: 'compatibility', details: expect.stringContaining('threadId') }),
    ]);
  });

  it('does not send earlier messages on a thread, because the agent remembers them', async () => {
    const providerOptions = { xpander: { threadId } };
    const { warnings } = await generateText({ model, messages: conversation, providerOptions });
    expect(lastBody(mock)).toMatchObject({ id: threadId, input: { text: 'What is\nmy name?' } });
    expect(lastBody(mock)).not.toHaveProperty('additional_context');
    expect(warnings).toEqual([]);
  });

  it('does not send a first message twice', async () => {
    const { warnings } = await generateText({ model, prompt: 'Hello' });
    expect(lastBody(mock)).not.toHaveProperty('additional_context');
    expect(warnings).toEqual([]);
  });

  it('sends the result of a tool after the last answer as text', async () => {
    const messages = conversation.slice(0, 3);
    await generateText({ model, messages, providerOptions: { xpander: { threadId } } });
    expect(lastBody(mock).input).toEqual({ text: '[result of search: {"hits":3}]' });
  });

  it('sends the text in the result of a tool, and no data of files', async () => {
    const value = [
      { type: 'text' as const, text: 'Three hits' },
      { type: 'image-data' as const, data: 'iVBORw0KGgo=', mediaType: 'image/png' },
    ];
    const result = { type: 'tool-result' as const, toolCallId: 'r-1', toolName: 'search' };
    const messages: ModelMessage[] = [
      ...conversation.slice(0, 2),
      { role: 'tool', content: [{ ...result, output: { type: 'content', value } }] },
    ];
    await generateText({ model, messages, providerOptions: { xpander: { threadId } } });
    expect((lastBody(mock).input as { text: string }).text).toMatch(/^\[result of search: Three hits\n\[[a-z-]+\]\]$/);
  });

  it('rejects a prompt that ends with an answer before anything is sent', async () => {
    mock.reset();
    const error = await rejectionOf(generateText({ model, messages: conversation.slice(0, 5) }));
    expect(error).toMatchObject({ name: 'ConfigurationError', option: 'prompt' });
    mock.expectRequests({});
  });

  it('sends http(s) files as input.files, and downloads nothing', async () => {
    let downloads = 0;
    const server = createServer((_request, response) => {
      downloads += 1;
      response.end('%PDF');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const content = [
      { type: 'text' as const, text: 'Compare them' },
      { type: 'file' as const, data: new URL(`${base}/report.pdf`), mediaType: 'application/pdf' },
      { type: 'file' as const, data: `${base}/Table.csv`, mediaType: 'text/csv' },
      { type: 'image' as const, image: new URL(`${base}/photo.png`) },
    ];
    await generateText({ model, messages: [{ role: 'user', content }] });
    await new Promise((resolve) => server.close(resolve));
    expect(downloads).toBe(0);
    expect(lastBody(mock).input).toEqual({
      text: 'Compare them',
      files: [`${base}/report.pdf`, `${base}/Table.csv`, `${base}/photo.png`],
    });
  });

  it('sends files without text', async () => {
    const file = { type: 'file' as const, data: new URL('https://example.com/a.pdf'), mediaType: 'application/pdf' };
    await generateText({ model, messages: [{ role: 'user', content: [file] }] });
    expect(lastBody(mock).input).toEqual({ text: '', files: ['https://example.com/a.pdf'] });
  });

  it.each([
    ['bytes', new Uint8Array([37, 80, 68, 70])],
    ['base64', 'JVBERg=='],
    ['a data URL', 'data:application/pdf;base64,JVBERg=='],
  ])('rejects a file as %s with an UnsupportedFunctionalityError before anything is sent', async (_name, data) => {
    mock.reset();
    const content = [{ type: 'file' as const, data, mediaType: 'application/pdf' }];
    const error = await rejectionOf(generateText({ model, messages: [{ role: 'user', content }] }));
    expect(UnsupportedFunctionalityError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ message: expect.stringContaining('http(s) URLs only') });
    mock.expectRequests({});
  });
});

describe('a prompt that a model gets directly', () => {
  const { xpander, mock } = emulated({ agents: { echo: ({ text }) => text } });

  it('may have files in the form of LanguageModelV3 or V4', async () => {
    const url = new URL('https://example.com/a.pdf');
    for (const data of [url, { type: 'url', url } as unknown as URL]) {
      const content = [{ type: 'file' as const, data, mediaType: 'application/pdf' }];
      await xpander('echo').doGenerate({ prompt: [{ role: 'user', content }] });
      expect(lastBody(mock).input).toMatchObject({ files: ['https://example.com/a.pdf'] });
    }
  });

  it.each([
    { type: 'data', data: 'JVBERg==' },
    { type: 'reference', reference: { openai: 'file-1' } },
    { type: 'text', text: 'inline' },
    { type: 'url', url: new URL('ftp://example.com/a.pdf') },
  ])('is rejected with a file of the form %j', async (data) => {
    const content = [{ type: 'file' as const, data: data as unknown as URL, mediaType: 'application/pdf' }];
    const error = await rejectionOf(xpander('echo').doStream({ prompt: [{ role: 'user', content }] }));
    expect(error).toMatchObject({ name: 'AI_UnsupportedFunctionalityError' });
  });
});
