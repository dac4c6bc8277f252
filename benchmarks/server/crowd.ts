import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerWith } from '../measure/child.ts';

/**
 * Serves thousands of tasks and streams at once. A task ends some seconds after its first read; its number decides when.
 * A stream sends an event every 200 ms. Each result names its task.
 */
const shortestMs = 8_000;
const longestMs = 11_000;
const pieces = 20;
const pieceEveryMs = 200;

const dueMs = new Map<string, number>();

function taskOf(id: string): object {
  const due = dueMs.get(id) ?? performance.now() + durationOf(id);
  dueMs.set(id, due);
  const isOver = performance.now() >= due;
  return { id, status: isOver ? 'completed' : 'executing', result: isOver ? `result of ${id}` : null };
}

/** Durations are spread evenly over the ids, and are the same in every run. */
function durationOf(id: string): number {
  const number = Number(id.split('-')[1]);
  return shortestMs + ((number * 0.618_033_988_75) % 1) * (longestMs - shortestMs);
}

function answerRead(id: string, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(taskOf(id)));
}

function answerStream(id: string, response: ServerResponse): void {
  const send = (type: string, data: unknown): unknown =>
    response.write(`data: ${JSON.stringify({ type, task_id: id, data })}\n\n`);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  send('task_created', { id, status: 'pending' });
  let sent = 0;
  const timer = setInterval(() => {
    sent += 1;
    send('chunk', `${sent} `);
    if (sent < pieces) return;
    clearInterval(timer);
    send('task_finished', { id, status: 'completed', result: `result of ${id}` });
    response.end();
  }, pieceEveryMs);
  response.on('close', () => clearInterval(timer));
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  for await (const _ of request) {
    // Real servers read the whole body too.
  }
  const parts = request.url?.split('/') ?? [];
  if (request.method === 'GET') answerRead(parts[3] ?? '', response);
  else answerStream(parts[3] ?? '', response);
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
});
server.listen(0, '127.0.0.1', 4_096);
const listening = once(server, 'listening');

answerWith(async () => {
  await listening;
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
