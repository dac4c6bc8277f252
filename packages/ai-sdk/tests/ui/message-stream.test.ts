import { createMockXpander, fail, type Script } from '@xpander/mock';
import { ConfigurationError, type Task, Xpander } from '@xpander/sdk';
import type { AgentPart } from '@xpander/sdk/parts';
import { describe, expect, it } from 'vitest';
import { type ChatChunk, type PartSource, toUIMessageStream, type UIMessageStreamOptions } from '../../src/ui/index.ts';
import { findMistakes } from './pages.ts';

const read = async (source: PartSource, options?: UIMessageStreamOptions): Promise<ChatChunk[]> => {
  const chunks: ChatChunk[] = [];
  const reader = toUIMessageStream(source, options).getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) chunks.push(step.value);
  for (const chunk of chunks) expect(await findMistakes(JSON.parse(JSON.stringify(chunk)))).toEqual([]);
  return chunks;
};

/** Runs a script on an emulator in this process. */
function run(agent: Script, options?: UIMessageStreamOptions): Promise<ChatChunk[]> {
  const mock = createMockXpander({ agents: { agent } });
  const client = new Xpander({ apiKey: 'test', fetch: mock.fetch, clock: mock.clock });
  return read(client.agent('agent').stream('Hello', { onPaused: 'wait' }), options);
}

async function* from(...parts: AgentPart[]): AsyncGenerator<AgentPart, void> {
  yield* parts;
}

const types = (chunks: readonly ChatChunk[]): string[] => chunks.map(({ type }) => type);
const ofType = (chunks: readonly ChatChunk[], type: string): ChatChunk[] =>
  chunks.filter((chunk) => chunk.type === type);

const everything: Script = async function* () {
  yield 'Before. ';
  yield { type: 'think', data: { title: 'Prices first' } };
  yield {
    type: 'plan_updated',
    data: { enabled: true, tasks: [{ id: '1', title: 'Compare', completed: true }, { id: '2' }] },
  };
  yield {
    type: 'auth_event',
    data: {
      type: 'login_required',
      data: { url: 'https://example.com/auth', server_name: 'Mail', access_token: 'hidden' },
    },
  };
  const payload = { query: 'prices' };
  yield {
    type: 'tool_call_request',
    data: { request_id: 'r1', operation_id: 'search', payload, reasoning: { title: 'Look it up' } },
  };
  yield {
    type: 'tool_call_result',
    data: { request_id: 'r1', operation_id: 'search', result: { hits: 3 }, is_error: false },
  };
  yield { type: 'tool_call_request', data: { request_id: 'r2', operation_id: 'mail', payload } };
  yield {
    type: 'tool_call_result',
    data: { request_id: 'r2', operation_id: 'mail', result: 'mailbox is full', is_error: true },
  };
  yield { type: 'event_of_tomorrow', data: 42 };
  yield 'After.';
};

describe('toUIMessageStream', () => {
  it('writes a run as one message of one step', async () => {
    expect(types(await run(everything))).toEqual([
      ...['start', 'start-step', 'data-status', 'data-status', 'text-start', 'text-delta'],
      ...['data-plan', 'data-auth', 'text-end'],
      ...['tool-input-available', 'tool-output-available', 'tool-input-available', 'tool-output-error'],
      ...['text-start', 'text-delta', 'text-end', 'data-status', 'finish-step', 'finish'],
    ]);
  });

  it('takes parts of a run in place of its stream', async () => {
    const task: Task = { id: 'secret-thread', status: 'completed', result: 'Hi' };
    const chunks = await read(from({ type: 'text', text: 'Hi' }, { type: 'finish', task }), { messageId: 'm1' });
    expect(chunks).toEqual([
      { type: 'start', messageId: 'm1' },
      { type: 'start-step' },
      { type: 'text-start', id: 'text-1' },
      { type: 'text-delta', id: 'text-1', delta: 'Hi' },
      { type: 'text-end', id: 'text-1' },
      { type: 'data-status', id: 'status', data: { status: 'completed' } },
      { type: 'finish-step' },
      { type: 'finish', finishReason: 'stop' },
    ]);
  });

  it('shows plans and logins without what else they contain', async () => {
    const chunks = await run(everything);
    expect(ofType(chunks, 'data-plan')).toMatchObject([
      {
        data: {
          steps: [
            { title: 'Compare', completed: true },
            { title: '', completed: false },
          ],
        },
      },
    ]);
    const data = { state: 'login_required', url: 'https://example.com/auth', server: 'Mail' };
    expect(ofType(chunks, 'data-auth')).toEqual([{ type: 'data-auth', id: 'auth', data }]);
  });

  it('shows all of a tool call and the reasoning on request', async () => {
    const chunks = await run(everything, { show: { tools: 'all', reasoning: true } });
    expect(chunks.filter(({ type }) => type.startsWith('tool-'))).toMatchObject([
      {
        toolCallId: 'r1',
        toolName: 'search',
        input: { query: 'prices' },
        title: 'Look it up',
        providerExecuted: true,
        dynamic: true,
      },
      { toolCallId: 'r1', output: { hits: 3 } },
      { toolCallId: 'r2', toolName: 'mail' },
      { toolCallId: 'r2', errorText: 'mailbox is full' },
    ]);
    expect(ofType(chunks, 'reasoning-delta')).toMatchObject([{ delta: 'Prices first' }]);
    // What comes after the reasoning is shown below it.
    expect(types(chunks).indexOf('text-end')).toBe(types(chunks).indexOf('reasoning-start') - 1);
  });

  it('leaves out what is not to be shown, and does not cut the text there', async () => {
    const show = { tools: 'none', reasoning: false, plan: false, auth: false } as const;
    expect(types(await run(everything, { show }))).toEqual([
      ...['start', 'start-step', 'data-status', 'data-status'],
      ...['text-start', 'text-delta', 'text-delta', 'text-end', 'data-status', 'finish-step', 'finish'],
    ]);
  });

  it('gives a call without a result an error, and ends', async () => {
    const chunks = await run(async function* () {
      yield { type: 'tool_call_request', data: { request_id: 'r1', operation_id: 'search' } };
      yield 'Done.';
    });
    expect(ofType(chunks, 'tool-output-error')).toMatchObject([{ toolCallId: 'r1', errorText: 'The tool failed.' }]);
    expect(chunks.at(-1)).toEqual({ type: 'finish', finishReason: 'stop' });
  });

  it('makes no link of a URL that is not of the web', async () => {
    const url = 'javascript:alert(1)';
    const paused: Task = { id: 't', status: 'paused', pending_eca_request: { auth_url: url, connector_name: 'Mail' } };
    const chunks = await read(from({ type: 'auth', auth: { data: { url } } }, { type: 'paused', task: paused }));
    expect(JSON.stringify(chunks)).not.toContain('javascript');
    expect(ofType(chunks, 'data-status')).toMatchObject([{ data: { status: 'paused', connector: 'Mail' } }]);
  });

  it('shows what has to be approved, and no login if logins are not to be shown', async () => {
    const task: Task = {
      id: 't',
      status: 'paused',
      hitl_request: { title: 'Send the mail?', description: 'To Dana', content: 'confidential' },
      pending_eca_request: { auth_url: 'https://example.com' },
    };
    const chunks = await read(from({ type: 'paused', task }), { show: { auth: false } });
    const data = { status: 'paused', approval: { title: 'Send the mail?', description: 'To Dana' } };
    expect(ofType(chunks, 'data-status')).toEqual([{ type: 'data-status', id: 'status', data }]);
  });

  it.each([
    ['a run that failed', () => Promise.reject(fail('internal')), 'task_failed'],
    ['a run with an error', () => Promise.reject(new Error('internal')), 'task_failed'],
  ])('shows one sentence for %s, and ends', async (_, agent, code) => {
    const errors: unknown[] = [];
    const chunks = await run(agent, { onError: (error) => void errors.push(error) });
    expect(chunks.slice(-3)).toEqual([
      { type: 'error', errorText: 'The agent could not finish the answer.' },
      { type: 'finish-step' },
      { type: 'finish', finishReason: 'error' },
    ]);
    expect(errors).toMatchObject([{ code }]);
    expect(JSON.stringify(chunks)).not.toContain('internal');
  });

  it('ends its text and its message when the source breaks', async () => {
    async function* broken(): AsyncGenerator<AgentPart, void> {
      yield { type: 'text', text: 'Half' };
      throw new Error('internal');
    }
    expect(types(await read(broken())).slice(2)).toEqual([
      ...['text-start', 'text-delta', 'text-end', 'error', 'finish-step', 'finish'],
    ]);
  });

  it('shows the text that onError returns, and survives an onError that fails', async () => {
    const broken = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('internal')) }) };
    const textWith = async (onError: UIMessageStreamOptions['onError']): Promise<unknown> =>
      ofType(await read(broken, { onError }), 'error')[0];
    const general = 'The agent could not finish the answer.';
    expect(await textWith(() => 'Call us.')).toMatchObject({ errorText: 'Call us.' });
    expect(await textWith(() => Promise.reject(new Error('log is full')))).toMatchObject({ errorText: general });
    const throws = (): void => {
      throw new Error('log is full');
    };
    expect(await textWith(throws)).toMatchObject({ errorText: general });
  });

  it('reads nothing before it is read, and leaves the source at once when it is cancelled', async () => {
    const seen: string[] = [];
    const endless: AsyncIterable<AgentPart> = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          seen.push('next');
          return new Promise<never>(() => undefined);
        },
        return: async () => {
          seen.push('return');
          return { done: true, value: undefined };
        },
      }),
    };
    const stream = toUIMessageStream(endless);
    await Promise.resolve();
    expect(seen).toEqual([]);
    const reader = stream.getReader();
    await reader.read();
    await reader.read();
    void reader.read();
    await Promise.resolve();
    await reader.cancel();
    expect(seen).toEqual(['next', 'return']);
  });

  it.each<[string, unknown, unknown, string]>([
    ['a source that is no stream', { text: 'Hi' }, {}, 'source'],
    ['an unknown option', from(), { sendReasoning: true }, 'sendReasoning'],
    ['an unknown member of show', from(), { show: { tool: 'all' } }, 'show'],
    ['a bad value', from(), { show: { tools: true } }, 'show'],
    ['a bad callback', from(), { onError: 'log' }, 'onError'],
  ])('rejects %s', (_, source, options, option) => {
    const open = (): unknown => toUIMessageStream(source as PartSource, options as UIMessageStreamOptions);
    expect(open).toThrow(ConfigurationError);
    expect(open).toThrow(expect.objectContaining({ option }));
  });
});
