import type { MockXpander } from '../src/index.ts';

/** A plain client of the API. */
export interface Client {
  post(path: string, body?: unknown, init?: RequestInit): Promise<Response>;
  get(path: string, init?: RequestInit): Promise<Response>;
  /** Starts a task with `invokeAsync`. */
  start(agentId: string, text: string, more?: object): Promise<TaskBody>;
  /** Runs a task with `invoke`. */
  run(agentId: string, text: string, more?: object): Promise<TaskBody>;
  read(id: string): Promise<TaskBody>;
}

/** A task, as received. */
export interface TaskBody {
  id: string;
  status: string;
  result: string | null;
  [field: string]: unknown;
}

interface ClientOptions {
  key?: string;
  base?: string;
}

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export function createClient(
  fetch: Fetch,
  { key = 'test-key', base = 'https://api.xpander.ai' }: ClientOptions = {},
): Client {
  const headers = { 'x-api-key': key, 'content-type': 'application/json' };
  const client: Client = {
    post: (path, body, init) =>
      fetch(base + path, {
        method: 'POST',
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...init,
      }),
    get: (path, init) => fetch(base + path, { headers, ...init }),
    start: async (agentId, text, more) =>
      readTask(await client.post(`/v1/agents/${agentId}/invoke/async`, { input: { text }, ...more })),
    run: async (agentId, text, more) =>
      readTask(await client.post(`/v1/agents/${agentId}/invoke`, { input: { text }, ...more })),
    read: async (id) => readTask(await client.get(`/v1/tasks/${encodeURIComponent(id)}`)),
  };
  return client;
}

export function clientOf(mock: MockXpander, key?: string): Client {
  return createClient(mock.fetch, key === undefined ? {} : { key });
}

async function readTask(response: Response): Promise<TaskBody> {
  if (response.status !== 200) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  return (await response.json()) as TaskBody;
}
