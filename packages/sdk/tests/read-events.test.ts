import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigurationError, ProtocolError, readEvents } from '../src/index.ts';
import { collect, eventStream, rejection, rejectionOf } from './support.ts';

const encoder = new TextEncoder();

function inChunks(chunks: readonly Uint8Array[]): Response {
  return eventStream(
    new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(chunk);
        controller.close();
      },
    }),
  );
}

describe('readEvents', () => {
  it.each([
    ['data: a\n\n', [{ event: undefined, data: 'a', id: undefined }]],
    ['event: done\nid: 7\ndata: {"a":1}\n\n', [{ event: 'done', data: '{"a":1}', id: '7' }]],
    ['data: a\ndata:b\ndata\n\n', [{ event: undefined, data: 'a\nb\n', id: undefined }]],
    ['data:\n\n', [{ event: undefined, data: '', id: undefined }]],
    ['event: ping\ndata:\n\n', [{ event: 'ping', data: '', id: undefined }]],
    [': comment\n\nretry: 10\n\nevent: x\n\n', []],
    [
      'data: a\r\n\r\ndata: b\r\rdata: c\n\n',
      ['a', 'b', 'c'].map((data) => ({ event: undefined, data, id: undefined })),
    ],
    ['\ufeffdata: ü', [{ event: undefined, data: 'ü', id: undefined }]],
    ['', []],
  ])('decodes %j, in chunks of any size', async (text, expected) => {
    const bytes = encoder.encode(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }), async (sizes) => {
        const chunks: Uint8Array[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          chunks.push(bytes.slice(at, at + size));
          at += size;
        }
        expect(await collect(readEvents(inChunks(chunks)))).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('yields each event as it arrives', async () => {
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (own) => {
        controller = own;
      },
    });
    const events = readEvents(eventStream(body))[Symbol.asyncIterator]();
    controller?.enqueue(encoder.encode('data: a\n\ndata: b'));
    expect((await events.next()).value.data).toBe('a');
    controller?.enqueue(encoder.encode('c\n\n'));
    expect((await events.next()).value.data).toBe('bc');
  });

  it('reads no further than the caller', async () => {
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          pulled += 1;
          controller.enqueue(encoder.encode(`data: ${pulled}\n\n`));
        },
      },
      { highWaterMark: 0 },
    );
    for await (const { data } of readEvents(eventStream(body))) if (data === '3') break;
    expect(pulled).toBe(3);
  });

  it.each(['break', 'throw'])('cancels the body after a %s', async (way) => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode('data: a\n\n')),
      cancel: () => {
        cancelled = true;
      },
    });
    const loop = async (): Promise<void> => {
      for await (const { data } of readEvents(eventStream(body))) {
        if (way === 'throw') throw new Error(data);
        break;
      }
    };
    await loop().catch(() => undefined);
    expect(cancelled).toBe(true);
  });

  it.each([
    ['one line', () => 'x'.repeat(4 * 1024 * 1024)],
    ['many lines', () => 'data: x\n'.repeat(128 * 1024)],
  ])('rejects for an event that never ends, of %s, and cancels the body', async (_, more) => {
    let pulled = 0;
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode('data: before\n\ndata: ')),
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(encoder.encode(more()));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    const events = readEvents(eventStream(body))[Symbol.asyncIterator]();
    expect((await events.next()).value.data).toBe('before');
    const error = await rejectionOf(ProtocolError, events.next());
    expect(error.message).toContain('more than 16777216 characters');
    expect([cancelled, pulled < 10]).toEqual([true, true]);
  });

  it('rejects as the body does when it breaks, and drops the event that was cut off', async () => {
    const broken = new TypeError('terminated');
    let turn = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        turn += 1;
        if (turn === 1) controller.enqueue(encoder.encode('data: a\n\ndata: cut'));
        else controller.error(broken);
      },
    });
    const events = readEvents(eventStream(body))[Symbol.asyncIterator]();
    expect((await events.next()).value.data).toBe('a');
    expect(await rejection(Promise.resolve(events.next()))).toBe(broken);
    expect((await events.next()).done).toBe(true);
  });

  it('has no events without a body', async () => {
    expect(await collect(readEvents(new Response(null)))).toEqual([]);
  });

  it.each<[string, () => Response | Promise<Response>]>([
    [
      'that was read',
      async () => {
        const response = eventStream('data: a\n\n');
        await response.text();
        return response;
      },
    ],
    [
      'that is being read',
      () => {
        const response = eventStream('data: a\n\n');
        void readEvents(response)[Symbol.asyncIterator]().next();
        return response;
      },
    ],
    ['that is a promise', () => Promise.resolve(eventStream('')) as never],
    ['that is missing', () => undefined as never],
  ])('refuses a response %s', async (name, create) => {
    const response = name === 'that is a promise' ? (create() as Response) : await create();
    const { option } = await rejectionOf(ConfigurationError, collect(readEvents(response)));
    expect(option).toBe('response');
  });
});
