import { describe, expect, it } from 'vitest';
import { type ApiClient, createApiClient, type Task } from '../src/index.ts';

const pending: Task = { id: 'task-1', status: 'pending', result: null };

function clientAnswering(response: Response): { api: ApiClient; requests: Request[] } {
  const requests: Request[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    requests.push(request);
    return response;
  };
  return { api: createApiClient({ fetch, headers: { 'x-api-key': 'key-1' } }), requests };
}

describe('createApiClient', () => {
  it('sends an invocation with its path, query, key and body', async () => {
    const { api, requests } = clientAnswering(Response.json(pending));

    const { data } = await api.POST('/v1/agents/{agent_id}/invoke/async', {
      params: { path: { agent_id: 'agent-1' }, query: { version: 'draft' } },
      body: { input: { text: 'Generate a market report' }, think_mode: 'harder' },
    });

    expect(data).toEqual(pending);
    expect(requests).toHaveLength(1);
    const [request] = requests;
    expect(request?.method).toBe('POST');
    expect(request?.url).toBe('https://api.xpander.ai/v1/agents/agent-1/invoke/async?version=draft');
    expect(request?.headers.get('x-api-key')).toBe('key-1');
    expect(request?.headers.get('content-type')).toBe('application/json');
    expect(await request?.json()).toEqual({ input: { text: 'Generate a market report' }, think_mode: 'harder' });
  });

  it('encodes an id with characters that have a meaning in a URL', async () => {
    const { api, requests } = clientAnswering(Response.json(pending));
    await api.GET('/v1/tasks/{task_id}', { params: { path: { task_id: 'a/b?c' } } });
    expect(requests[0]?.url).toBe('https://api.xpander.ai/v1/tasks/a%2Fb%3Fc');
  });

  it('sends requests to the base URL it is given, path prefix included', async () => {
    const urls: string[] = [];
    const fetch = async (request: Request): Promise<Response> => {
      urls.push(request.url);
      return Response.json('ok');
    };
    const { data } = await createApiClient({ baseUrl: 'http://127.0.0.1:4010/proxy/', fetch }).GET('/health');
    expect(data).toBe('ok');
    expect(urls).toEqual(['http://127.0.0.1:4010/proxy/health']);
  });

  it('returns an error response instead of throwing', async () => {
    const body = { detail: 'Invalid or missing API key' };
    const { api } = clientAnswering(Response.json(body, { status: 401 }));
    const { data, error, response } = await api.GET('/v1/tasks/{task_id}', { params: { path: { task_id: 'task-1' } } });
    expect(data).toBeUndefined();
    expect(error).toEqual(body);
    expect(response.status).toBe(401);
  });

  it("returns a proxy's HTML page as text", async () => {
    const page = new Response('<html>502</html>', { status: 502, headers: { 'content-type': 'text/html' } });
    const { error } = await clientAnswering(page).api.GET('/health');
    expect(error).toBe('<html>502</html>');
  });
});
