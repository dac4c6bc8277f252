import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { createMockXpander, type MockOptions, type MockXpander } from '@xpander/mock';
import { Xpander, type XpanderOptions } from '@xpander/sdk';
import { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { type ChatHandler, type ChatHandlerOptions, createChatHandler, privateThreadId } from '../../src/ui/index.ts';

export const key = 'key-to-be-kept-secret';
export const secret = 'a-secret-of-the-server-alone-0123';

/** A web server with a chat, whose agents an emulator plays. Both listen on ports of their own. */
export interface ChatSite {
  readonly api: string;
  readonly mock: MockXpander;
  readonly chat: ChatHandler;
  /** What the chat has reported to `onError`. */
  readonly errors: unknown[];
  /** All that the server has sent to its visitors, headers included. */
  heard(): string;
  /** Cuts every connection to the visitors. */
  cut(): void;
}

/** The thread of a visitor, who is named by a header here. */
export const threadOf = (visitor: string, chatId: string): Promise<string> => privateThreadId(secret, visitor, chatId);

interface SiteOptions {
  readonly agents: MockOptions['agents'];
  readonly handler?: Partial<ChatHandlerOptions>;
  readonly client?: XpanderOptions;
}

export async function openSite({ agents, handler, client }: SiteOptions): Promise<ChatSite> {
  const mock = createMockXpander({ agents, keys: { [key]: 'org-1' }, clock: 'real' });
  const upstream = await mock.listen({ port: 0 });
  const errors: unknown[] = [];
  const chat = createChatHandler({
    client: new Xpander({ apiKey: key, baseUrl: upstream.url, ...client }),
    agentId: Object.keys(agents ?? {})[0] ?? '',
    threadId: (chatId, request) => threadOf(request.headers.get('x-visitor') ?? 'dana', chatId),
    onError: (error) => void errors.push(error),
    ...handler,
    agentOptions: { pollIntervalMs: 50, ...handler?.agentOptions },
  });
  const heard: string[] = [];
  const server = await listen(createApp(chat, heard));
  onTestFinished(async () => {
    await server.close();
    await upstream.close();
  });
  return { api: `${server.url}/api/chat`, mock, chat, errors, heard: () => heard.join(''), cut: server.cut };
}

/** The routes that `DefaultChatTransport` calls, and two for the page. */
function createApp(chat: ChatHandler, heard: string[]): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    heard.push(JSON.stringify([...context.res.headers]));
    if (context.res.body === null) return;
    const decoder = new TextDecoder();
    const tap = new TransformStream<Uint8Array, Uint8Array>({
      transform(bytes, controller) {
        heard.push(decoder.decode(bytes, { stream: true }));
        controller.enqueue(bytes);
      },
    });
    context.res = new Response(context.res.body.pipeThrough(tap), context.res);
  });
  app.post('/api/chat', ({ req }) => chat.POST(req.raw));
  app.get('/api/chat/:id/stream', ({ req }) => chat.resume(req.param('id'), req.raw));
  app.post('/api/chat/:id/stop', ({ req }) => chat.stop(req.param('id'), req.raw));
  app.get('/api/chat/:id', async ({ req }) => Response.json(await chat.history(req.param('id'), req.raw)));
  return app;
}

async function listen(app: Hono): Promise<{ url: string; cut(): void; close(): Promise<void> }> {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', resolve));
  const cut = (): void => {
    if ('closeAllConnections' in server) server.closeAllConnections();
  };
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      cut();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cut, close };
}
