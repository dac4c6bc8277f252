import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMockXpander, type MockXpander } from '@xpander/mock';
import { createAgents, type Pace } from './agents.ts';

/** An emulator of the API, and the page on which a visitor of the demo logs in. */
export interface Emulator {
  readonly url: string;
  readonly mock: MockXpander;
  close(): Promise<void>;
}

/** @param key The only API key that the emulator accepts. */
export async function openEmulator(key: string, pace?: Pace): Promise<Emulator> {
  /** The tasks that wait for a login, by a number that only the link has. */
  const waiting = new Map<string, string>();
  let login = '';
  const toLoginUrl = (taskId: string): string => {
    const code = crypto.randomUUID();
    waiting.set(code, taskId);
    return `${login}/?code=${code}`;
  };
  const mock = createMockXpander({ agents: createAgents(toLoginUrl, pace), keys: { [key]: 'org-1' }, clock: 'real' });
  const server = createServer((request, response) => {
    const code = new URL(request.url ?? '', login).searchParams.get('code') ?? '';
    const taskId = waiting.get(code);
    if (taskId === undefined) return send(response, '<p>This link was used already.</p>');
    if (request.method !== 'POST') return send(response, '<form method="post"><button>Log in to Mail</button></form>');
    waiting.delete(code);
    mock.task(taskId).resume();
    send(response, '<p>You are logged in. Go back to the chat.</p>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  login = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const api = await mock.listen({ port: 0 });
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await api.close();
  };
  return { url: api.url, mock, close };
}

function send(response: ServerResponse, body: string): void {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(
    `<!doctype html><title>Login</title><body style="font: 18px system-ui; margin: 20vh auto; width: fit-content">${body}`,
  );
}
