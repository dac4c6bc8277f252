import type { AgentPart } from '@xpander/sdk/parts';
import { describe, expect, it } from 'vitest';
import { toUIMessageStreamResponse } from '../../src/ui/index.ts';
import { createGate } from './gate.ts';

async function* answer(): AsyncGenerator<AgentPart, void> {
  yield { type: 'text', text: 'Grüße' };
  yield { type: 'finish', task: { id: 't', status: 'completed' } };
}

describe('toUIMessageStreamResponse', () => {
  it('has the headers that the page and proxies need', () => {
    const response = toUIMessageStreamResponse(answer(), { headers: { 'x-own': '1', 'content-type': 'text/plain' } });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toEqual({
      'cache-control': 'no-cache, no-transform',
      'content-type': 'text/event-stream',
      'x-accel-buffering': 'no',
      'x-own': '1',
      'x-vercel-ai-ui-message-stream': 'v1',
    });
  });

  it('sends an event for each chunk, and ends with [DONE]', async () => {
    const text = await toUIMessageStreamResponse(answer()).text();
    const events = text.split('\n\n');
    expect(events[0]).toBe('data: {"type":"start"}');
    expect(text).toContain('"delta":"Grüße"');
    expect(events.slice(-2)).toEqual(['data: [DONE]', '']);
  });

  it('sends the first events before the agent has answered, and comments while it is silent', async () => {
    const gate = createGate();
    async function* slow(): AsyncGenerator<AgentPart, void> {
      await gate.opened;
      yield* answer();
    }
    const { body } = toUIMessageStreamResponse(slow(), { keepAliveMs: 5 });
    const reader = (body ?? new ReadableStream<Uint8Array<ArrayBuffer>>())
      .pipeThrough(new TextDecoderStream())
      .getReader();
    const texts: (string | undefined)[] = [];
    while (texts.length < 4) texts.push((await reader.read()).value);
    expect(texts).toEqual([
      'data: {"type":"start"}\n\n',
      'data: {"type":"start-step"}\n\n',
      ': keep-alive\n\n',
      ': keep-alive\n\n',
    ]);
    gate.open();
    for (let step = await reader.read(); !step.done; step = await reader.read()) texts.push(step.value);
    expect(texts.at(-1)).toBe('data: [DONE]\n\n');
  });

  it('leaves the source when the page leaves', async () => {
    const left = createGate();
    const endless: AsyncIterable<AgentPart> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<never>(() => undefined),
        return: async () => {
          left.open();
          return { done: true, value: undefined };
        },
      }),
    };
    const reader = toUIMessageStreamResponse(endless).body?.getReader();
    for (let read = 0; read < 2; read += 1) await reader?.read();
    void reader?.read();
    await reader?.cancel();
    await left.opened;
  });

  it.each([
    ['keepAliveMs', { keepAliveMs: -1 }],
    ['headers', { headers: { accept: 1 } }],
    ['status', { status: 201 }],
  ])('rejects a bad %s', (option, options) => {
    expect(() => toUIMessageStreamResponse(answer(), options as never)).toThrow(expect.objectContaining({ option }));
  });
});
