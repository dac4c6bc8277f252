import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Clock, StreamInterruptedError, type TaskEvent, type TaskStream, Xpander } from '../src/index.ts';
import { nextTurn, stillClock, virtualClock } from './clocks.ts';
import { clientAnswering, collect, event, eventStream, heapInUse, rejectionOf, task } from './support.ts';

// The seed is fixed, so that a new failure comes from a change. PROPERTY_SEED tries other cases.
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_123) });

const id = 't-1';
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const bom = Uint8Array.of(0xef, 0xbb, 0xbf);
const frame = (type: string, data: unknown): string => event(type, data, id);
const created = frame('task_created', { id, status: 'pending' });
const finished = frame('task_finished', { id, status: 'completed', result: 'All of it' });

interface Served {
  readonly stream: TaskStream;
  /** The methods of the requests so far. */
  readonly methods: string[];
  /** How many chunks were pulled. */
  pulls(): number;
  isCancelled(): boolean;
}

/** A stream of these chunks, each produced when it is pulled. Reads of the task return it as completed. */
function serve(chunks: Iterable<Uint8Array>, clock: Clock = stillClock()): Served {
  const left = chunks[Symbol.iterator]();
  const methods: string[] = [];
  let pulls = 0;
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        pulls += 1;
        const { done, value } = left.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel() {
        isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  const events = eventStream(body);
  const fetch = async ({ method }: Request): Promise<Response> => {
    methods.push(isCancelled ? `${method} after the close` : method);
    return method === 'POST' ? events : task('completed', { id, result: 'From the task' });
  };
  const xpander = new Xpander({ apiKey: 'key-1', fetch, clock });
  return { stream: xpander.agents.stream('a-1', 'hi'), methods, pulls: () => pulls, isCancelled: () => isCancelled };
}

/** The data of chunks and unknown events, and the type of every other event. */
const words = (events: readonly TaskEvent[]): unknown[] =>
  events.map((event) => (event.type === 'chunk' || event.type === 'unknown' ? event.data : event.type));

function* cutAt(bytes: Uint8Array, ...places: number[]): Generator<Uint8Array> {
  let from = 0;
  for (const place of [...places, bytes.length]) {
    yield bytes.slice(from, place);
    from = place;
  }
}

function inPieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  return cutAt(
    bytes,
    ...Array.from({ length: Math.floor((bytes.length - 1) / size) }, (_, index) => (index + 1) * size),
  );
}

describe('an event stream', () => {
  // A chunk with characters of two, three and four bytes, one over several lines, comments, and fields without a meaning here.
  const text = [
    ': hello\n',
    created,
    ':\n\nid: 7\nretry: 10\nnonsense\n',
    frame('chunk', 'Grüße, €uro 🌍'),
    `event: ignored\ndata: {"type": "chunk",\ndata:"task_id": "${id}",\ndata:  "data":\ndata: "in lines"}\n\n`,
    'data: plain\ndata\ndata:  words\n\n',
    finished,
  ].join('');
  const expected = ['task_created', 'Grüße, €uro 🌍', 'in lines', 'plain\n\n words', 'task_finished'];

  const endings = ['\n', '\r\n', '\r', '\r\n'];
  let lines = 0;
  const mixed = text.replaceAll('\n', () => endings[lines++ % endings.length] ?? '');
  const forms: [string, Uint8Array][] = [
    ['LF', encode(text)],
    ['CR', encode(text.replaceAll('\n', '\r'))],
    ['CRLF', encode(text.replaceAll('\n', '\r\n'))],
    ['mixed line ends', encode(mixed)],
    ['a byte order mark, and no blank line at the end', Buffer.concat([bom, encode(text.trimEnd())])],
  ];

  it.each(forms)('is parsed when it is split at any byte, with %s', async (_, bytes) => {
    for (let place = 0; place <= bytes.length; place += 1) {
      const { stream, methods } = serve(cutAt(bytes, place));
      expect(words(await collect(stream))).toEqual(expected);
      expect((await stream.finalTask()).result).toBe('All of it');
      expect(methods).toEqual(['POST']);
    }
  });

  it.each(forms)('is parsed in pieces of 1, 2, 3 and 5 bytes, with %s', async (_, bytes) => {
    for (const size of [1, 2, 3, 5])
      expect(words(await collect(serve(inPieces(bytes, size)).stream))).toEqual(expected);
  });

  it('loses only the incomplete message when the connection breaks', async () => {
    const bytes = encode(text);
    for (let place = created.length + 9; place < bytes.length; place += 1) {
      const body = new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            controller.enqueue(bytes.slice(0, place));
            // The data that has arrived is read before the break is noticed.
            await Promise.resolve();
            controller.error(new TypeError('terminated'));
          },
        },
        { highWaterMark: 0 },
      );
      const answers = [eventStream(body), task('completed', { id, result: 'All of it' })];
      const { xpander } = clientAnswering([(): Response => answers.shift() ?? Response.error()]);
      const seen = words(await collect(xpander.agents.stream('a-1', 'hi')));
      expect(seen.slice(0, -1)).toEqual(expected.slice(0, seen.length - 1));
      expect(seen.at(-1)).toBe('task_finished');
    }
  });
});

describe('a message', () => {
  it.each(['\n\n', '\r\n\r\n', '\r\r', '\r\n\r'])(
    'is yielded as soon as it ends, without reading ahead: %j',
    async (end) => {
      function* chunks(): Generator<Uint8Array> {
        yield encode(`data: first${end}`);
        throw new Error('Read ahead');
      }
      const { stream } = serve(chunks());
      const { value } = await stream[Symbol.asyncIterator]().next();
      expect(value).toMatchObject({ data: 'first' });
    },
  );

  it('without data is ignored', async () => {
    const empty = 'data\n\ndata:\n\ndata: \n\nevent: ping\n\nevent: ping\ndata\n\n';
    const { stream } = serve([encode(`${empty}${created}${empty}${finished}`)]);
    expect(words(await collect(stream))).toEqual(['task_created', 'task_finished']);
  });

  it('keeps its event name when its data has no type', async () => {
    const { stream } = serve([encode(`event: first\nevent: greeting\ndata: hello\n\ndata: again\n\n${finished}`)]);
    expect(await collect(stream)).toMatchObject([
      { type: 'unknown', name: 'greeting', data: 'hello' },
      { type: 'unknown', name: 'message', data: 'again' },
      { type: 'task_finished' },
    ]);
  });

  it('is not pulled before the reader asks for it, except for the first one, which names the task', async () => {
    const { stream, pulls } = serve(Array.from({ length: 50 }, (_, index) => encode(frame('chunk', `${index}`))));
    await nextTurn();
    expect(pulls()).toBe(1);
    const reader = stream[Symbol.asyncIterator]();
    for (let taken = 1; taken <= 20; taken += 1) {
      await reader.next();
      await nextTurn();
      expect(pulls()).toBe(taken);
    }
  });

  it('of one megabyte in tiny pieces takes linear time', async () => {
    const size = 1_048_576;
    const read = async (parts: number): Promise<number> => {
      const text = 'x'.repeat(size / parts);
      const bytes = encode(created + frame('chunk', text).repeat(parts) + finished);
      const before = process.cpuUsage();
      const got = words(await collect(serve(inPieces(bytes, 16)).stream));
      const { user, system } = process.cpuUsage(before);
      expect(got).toHaveLength(parts + 2);
      expect(got[1]).toBe(text);
      return user + system;
    };
    await read(256);
    const short = await read(256);
    // A decoder that starts over with every piece would take far more than sixteen times the work for the same bytes.
    expect(await read(1)).toBeLessThan(short * 16);
  });
});

describe('for every stream of bytes', () => {
  /**
   * A reference decoder, written from the standard (HTML, 9.2.6 "Interpreting an event stream"), one character at a time.
   * It differs in two points: the end of the stream also ends the last message, and a message without data is dropped.
   */
  function decodeByStandard(bytes: Uint8Array): { name: string; data: string }[] {
    const text = new TextDecoder().decode(bytes);
    const lines: string[] = [];
    let line = '';
    for (let at = 0; at < text.length; at += 1) {
      const character = text.charAt(at);
      if (character !== '\r' && character !== '\n') {
        line += character;
        continue;
      }
      if (character === '\r' && text.charAt(at + 1) === '\n') at += 1;
      lines.push(line);
      line = '';
    }
    const messages: { name: string; data: string }[] = [];
    let data = '';
    let type = '';
    for (const each of [...lines, line, '']) {
      if (each === '') {
        if (data !== '') messages.push({ name: type === '' ? 'message' : type, data: data.slice(0, -1) });
        data = '';
        type = '';
      } else if (!each.startsWith(':')) {
        const [field] = each.split(':', 1);
        const value = each.slice((field ?? '').length + 1).replace(/^ /, '');
        if (field === 'data') data += `${value}\n`;
        if (field === 'event') type = value;
      }
    }
    return messages.filter(({ data: said }) => said !== '');
  }

  const read = async (chunks: Iterable<Uint8Array>): Promise<{ name: unknown; data: unknown }[]> => {
    const messages: { name: unknown; data: unknown }[] = [];
    const reading = async (): Promise<void> => {
      for await (const event of serve(chunks).stream) {
        if (event.type === 'unknown') messages.push({ name: event.name, data: event.data });
      }
    };
    // No message names a task, so the stream cannot fall back to polling.
    await rejectionOf(StreamInterruptedError, reading());
    return messages;
  };

  const letters = fc.constantFrom(
    'd',
    'a',
    't',
    ':',
    ' ',
    '\t',
    '\0',
    'é',
    '€',
    '🌍',
    '\ufeff',
    '\u2028',
    '\u0085',
    '\ud800',
  );
  const phrase = fc.string({ unit: letters, maxLength: 12 });
  const lineEnd = fc.constantFrom('\n', '\r', '\r\n', '\n\n', '\r\r', '\r\n\r\n', '\n\r');
  const field = fc.constantFrom('data', 'data', 'data', 'event', 'id', 'retry', '', 'other', 'Data', ' data', 'event2');
  const line = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(field, fc.constantFrom(':', ': ', ':  ', ''), phrase).map((parts) => parts.join('')),
    },
    { weight: 1, arbitrary: phrase },
  );
  const text = fc.array(
    fc.tuple(line, lineEnd).map(([content, end]) => content + end),
    { maxLength: 12 },
  );
  const noise = fc.uint8Array({ maxLength: 6 });
  const bytes = fc
    .tuple(
      fc.boolean(),
      fc.array(
        fc.oneof(
          { weight: 5, arbitrary: text.map((lines) => encode(lines.join(''))) },
          { weight: 1, arbitrary: noise },
        ),
        { maxLength: 4 },
      ),
    )
    .map(([hasMark, parts]) => new Uint8Array(Buffer.concat([hasMark ? bom : Uint8Array.of(), ...parts])));

  it('messages are parsed as the standard says, however they are split', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.array(fc.nat(200), { maxLength: 6 }), async (all, places) => {
        const cuts = places.filter((place) => place <= all.length).sort((a, b) => a - b);
        const expected = decodeByStandard(all);
        expect(await read(cutAt(all, ...cuts))).toEqual(expected);
        expect(await read(inPieces(all, 1))).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });
});

describe('an endless message', () => {
  const mebibyte = 1024 * 1024;
  const mostHeap = 128 * mebibyte;

  /** Repeats one chunk endlessly, and records the bytes produced and the heap in use. */
  function flood(first: string, chunk: string): { chunks: Generator<Uint8Array>; bytes(): number; heap(): number } {
    const startHeap = heapInUse();
    let bytes = 0;
    let heap = 0;
    function* chunks(): Generator<Uint8Array> {
      yield encode(first);
      const again = encode(chunk);
      for (;;) {
        bytes += again.length;
        if (bytes > 200 * mebibyte) throw new Error('The endless message was not given up');
        // Garbage collection is slow, so the heap is measured exactly only when it looks too large.
        if (process.memoryUsage().heapUsed - startHeap > mostHeap) heap = Math.max(heap, heapInUse() - startHeap);
        yield again;
      }
    }
    return { chunks: chunks(), bytes: () => bytes, heap: () => heap };
  }

  const floods: [string, string, string][] = [
    ['an endless line', 'data: ', 'x'.repeat(65_536)],
    ['endless lines', '', `data: ${'x'.repeat(100)}\n`.repeat(600)],
    ['endless short lines', '', 'data:x\r\n'.repeat(8_000)],
    ['endless empty lines of data', '', 'data\r'.repeat(10_000)],
    ['an endless event name', 'event: ', 'x'.repeat(65_536)],
    ['an endless comment', ': ', '🌍'.repeat(16_384)],
  ];

  it.each(floods)('is given up, and the task is polled instead: %s', async (_, start, chunk) => {
    const { chunks, bytes, heap } = flood(`${created}${start}`, chunk);
    const { stream, methods } = serve(chunks, virtualClock());
    expect(words(await collect(stream))).toEqual(['task_created', 'task_finished']);
    expect((await stream.finalTask()).result).toBe('From the task');
    // The limit counts UTF-16 units, of which an emoji of four bytes has two.
    expect(bytes()).toBeLessThan(34 * mebibyte);
    expect(heap()).toBeLessThan(mostHeap);
    expect(methods).toEqual(['POST', 'GET after the close']);
  });

  it('is the cause of the StreamInterruptedError when no task is known', async () => {
    const { stream, methods, isCancelled } = serve(flood('data: ', 'x'.repeat(65_536)).chunks);
    const error = await rejectionOf(StreamInterruptedError, collect(stream));
    expect(String(error.cause)).toContain('more than 16777216 characters');
    expect(await rejectionOf(StreamInterruptedError, stream.finalTask())).toBe(error);
    expect([methods, isCancelled()]).toEqual([['POST'], true]);
  });

  it('is not confused with a message of 15 MiB', async () => {
    const text = 'x'.repeat(15 * mebibyte);
    const { stream, methods } = serve(inPieces(encode(created + frame('chunk', text) + finished), 65_536));
    expect(words(await collect(stream))).toEqual(['task_created', text, 'task_finished']);
    expect(methods).toEqual(['POST']);
  });

  it.each(['\n', '\r', '\r\n'])('is not confused with many comments between blank lines: %j', async (end) => {
    const ends = `${end}${end}`;
    function* chunks(): Generator<Uint8Array> {
      yield encode(created);
      const comments = encode(`: still here${ends}`.repeat(20_000));
      for (let sent = 0; sent < 40 * mebibyte; sent += comments.length) yield* cutAt(comments, 14 * 7_000 - 1);
      yield encode(finished);
    }
    const { stream, methods } = serve(chunks());
    expect(words(await collect(stream))).toEqual(['task_created', 'task_finished']);
    expect(methods).toEqual(['POST']);
  });
});

describe('events that are not iterated', () => {
  it('are not kept in memory', async () => {
    const mebibytes = 64;
    const startHeap = heapInUse();
    let heap = 0;
    function* chunks(): Generator<Uint8Array> {
      yield encode(created);
      for (let index = 0; index < mebibytes; index += 1) {
        yield encode(frame('chunk', `${index}${'x'.repeat(1024 * 1024)}`));
        if (index % 16 === 15) heap = Math.max(heap, heapInUse() - startHeap);
      }
      yield encode(finished);
    }
    const { stream } = serve(chunks());
    expect((await stream.finalTask()).result).toBe('All of it');
    expect(heap).toBeLessThan((mebibytes / 4) * 1024 * 1024);
  });
});
