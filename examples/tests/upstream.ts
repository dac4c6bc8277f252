import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An API whose runs never end. */
export interface Upstream {
  readonly url: string;
  /** Method and path of each request, oldest first. */
  readonly requests: readonly string[];
  /** Resolves when the first run has started. */
  readonly started: Promise<void>;
  /** Resolves when the client has closed the stream of the run. */
  readonly left: Promise<void>;
  /** Resolves when the API receives a stop request for the run. */
  readonly stopped: Promise<void>;
  /** Sends more words to all runs. */
  say(words: string): void;
  close(): void;
}

export const firstWords = 'Once upon a time';

/** @param words The only words that a run sends. */
export async function openUpstream(words: string = firstWords): Promise<Upstream> {
  const requests: string[] = [];
  const streams = new Set<ServerResponse>();
  const started = settled();
  const left = settled();
  const stopped = settled();
  const server = createServer((incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    incoming.resume();
    if (incoming.url?.endsWith('/invoke/stream')) {
      streams.add(outgoing);
      outgoing.once('close', () => {
        streams.delete(outgoing);
        left.resolve();
      });
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
      outgoing.write(event('task_created', { id: 'task-1', status: 'pending' }));
      if (words !== '') outgoing.write(event('chunk', words));
      started.resolve();
      return;
    }
    if (incoming.url?.endsWith('/stop')) stopped.resolve();
    outgoing.writeHead(200, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify({ id: 'task-1', status: 'stopped' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    started: started.promise,
    left: left.promise,
    stopped: stopped.promise,
    say: (more) => {
      for (const stream of streams) stream.write(event('chunk', more));
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function event(type: string, data: unknown): string {
  return `data: ${JSON.stringify({ type, task_id: 'task-1', data })}\n\n`;
}

/** A promise with its `resolve` function. */
export function settled(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
