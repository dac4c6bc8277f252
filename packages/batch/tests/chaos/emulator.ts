/** A process of its own: the API, a gateway in front of it, and a report of what has arrived. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMockXpander, type ScriptTurn } from '@xpander/mock';

/** What the emulator is told. */
export interface EmulatorTerms {
  readonly limit: { readonly requests: number; readonly perMs: number };
  /** The longest time that a run takes. */
  readonly runMs: number;
  /** A gateway that forwards a part of the POSTs so much later, also if the client has gone. */
  readonly late?: { readonly ms: number; readonly share: number } | undefined;
}

/** What the server has seen. */
export interface EmulatorReport {
  readonly requests: number;
  readonly starts: number;
  readonly refused: number;
  /** How many texts were run, and how many of them more than once. */
  readonly ran: number;
  readonly ranTwice: number;
  /** How often two runs of one thread overlapped, or came in the wrong order. */
  readonly overlaps: number;
  readonly disorders: number;
  /** The most requests in any period of the limit. */
  readonly peak: number;
  /** The longest way of a start from the answer of its fence to the server. */
  readonly longestWayMs: number;
  /** For each text that was run more than once, the longest way of its starts. */
  readonly twiceWaysMs: readonly number[];
}

const terms = JSON.parse(process.env.CHAOS_EMULATOR ?? '') as EmulatorTerms;
const runs = new Map<string, number>();
const running = new Map<string, number>();
const lastOf = new Map<string, number>();
let overlaps = 0;
let disorders = 0;
let refused = 0;
let stormUntilMs = 0;

/** `thread/number` for the items of a thread. */
async function answer({ text, sleep }: ScriptTurn): Promise<string> {
  const count = (runs.get(text) ?? 0) + 1;
  runs.set(text, count);
  const [, thread, number = ''] = /^(t\d+)\/(\d+)$/.exec(text) ?? [];
  if (thread !== undefined) {
    if ((running.get(thread) ?? 0) > 0) overlaps += 1;
    if (Number(number) < (lastOf.get(thread) ?? 0)) disorders += 1;
    lastOf.set(thread, Number(number));
    running.set(thread, (running.get(thread) ?? 0) + 1);
  }
  await sleep(terms.runMs * (0.2 + 0.8 * Math.random()));
  if (thread !== undefined) running.set(thread, (running.get(thread) ?? 1) - 1);
  return `R:${text}`;
}

const mock = createMockXpander({ clock: 'real', rateLimit: terms.limit, agents: { 'agent-1': answer } });
const server = await mock.listen({ port: 0 });

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const hopByHop = ['host', 'connection', 'content-length', 'transfer-encoding', 'content-encoding', 'keep-alive'];

async function forward(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
  try {
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers))
      if (!hopByHop.includes(name) && typeof value === 'string') headers.set(name, value);
    const init = { method: request.method ?? 'GET', headers, ...(body.length > 0 && { body: new Uint8Array(body) }) };
    const answered = await fetch(`${server.url}${request.url}`, init);
    if (answered.status === 429) refused += 1;
    const shown = [...answered.headers].filter(([name]) => !hopByHop.includes(name));
    response.writeHead(answered.status, Object.fromEntries(shown));
    for await (const chunk of answered.body ?? []) response.write(chunk);
    response.end();
  } catch {
    response.destroy();
  }
}

const gateway = createServer(async (request, response) => {
  const body = await readBody(request).catch(() => undefined);
  if (body === undefined) return;
  if (Date.now() < stormUntilMs) {
    refused += 1;
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '1' });
    response.end('{"detail":"Rate limit exceeded"}');
    return;
  }
  const { late } = terms;
  const isLate = late !== undefined && request.method === 'POST' && Math.random() < late.share;
  if (isLate) await new Promise((resolve) => setTimeout(resolve, late.ms));
  await forward(request, body, response);
});

function report(): EmulatorReport {
  const times = mock.requests.map(({ at }) => at).sort((one, other) => one - other);
  let peak = 0;
  let first = 0;
  times.forEach((at, index) => {
    while (at - (times[first] ?? 0) >= terms.limit.perMs) first += 1;
    peak = Math.max(peak, index - first + 1);
  });
  const waysMs = new Map<string, number>();
  for (const { at, headers, body } of mock.requests) {
    const { input } = (body ?? {}) as { input?: { text?: string } };
    const text = input?.text ?? '';
    const wayMs = at - Number(headers['x-checked-ms'] ?? at);
    if (wayMs > (waysMs.get(text) ?? 0)) waysMs.set(text, wayMs);
  }
  const twice = [...runs].filter(([, count]) => count > 1).map(([text]) => text);
  return {
    requests: mock.requests.length,
    starts: mock.requests.filter(({ method }) => method === 'POST').length,
    refused,
    ran: runs.size,
    ranTwice: twice.length,
    overlaps,
    disorders,
    peak,
    longestWayMs: Math.max(0, ...waysMs.values()),
    twiceWaysMs: twice.map((text) => waysMs.get(text) ?? 0),
  };
}

// As most gateways do: a worker that was frozen finds its connection open.
gateway.keepAliveTimeout = 60_000;

const control = createServer((request, response) => {
  const stormMs = /^\/storm\/(\d+)/.exec(request.url ?? '')?.[1];
  if (stormMs !== undefined) stormUntilMs = Date.now() + Number(stormMs);
  response.end(JSON.stringify(report()));
});

const urlOf = (listening: { address(): unknown }): string =>
  `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve));
console.log(JSON.stringify({ url: urlOf(gateway), control: urlOf(control) }));
