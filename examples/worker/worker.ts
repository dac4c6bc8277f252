import { Xpander } from '@xpander/sdk';

interface Env {
  readonly XPANDER_API_KEY: string;
  readonly XPANDER_AGENT_ID: string;
  readonly XPANDER_API_URL?: string;
}

// One client serves all requests of an isolate. It is created by the first one, because the key arrives with it.
let xpander: Xpander | undefined;

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (request.method !== 'POST' || pathname !== '/answers')
      return Response.json({ error: 'not found' }, { status: 404 });
    const question = (await request.text()).trim();
    if (question === '') return Response.json({ error: 'Ask something.' }, { status: 400 });
    xpander ??= new Xpander({ apiKey: env.XPANDER_API_KEY, baseUrl: env.XPANDER_API_URL });
    const gone = new AbortController();
    // One request for the whole run, because the subrequests of a Worker are limited.
    const stream = xpander.agent(env.XPANDER_AGENT_ID).stream(question, { signal: gone.signal });
    const lines = toLines(stream.textStream(), gone.signal);
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      // Called when the visitor can take more.
      async pull(controller) {
        const { done, value } = await lines.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      },
      // Called when a piece does not reach the visitor any more: workerd does not notice it before. The connection to the
      // API closes, and the run continues.
      cancel: () => gone.abort(),
    });
    return new Response(body, { headers: { 'content-type': 'application/x-ndjson' } });
  },
};

async function* toLines(texts: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<object, void> {
  try {
    for await (const text of texts) yield { text };
    // A status cannot be changed after the first byte, so the last line says how the run ended.
    yield { done: true };
  } catch (error) {
    if (signal.aborted) return;
    // The message may contain ids and text of the server, so visitors get a fixed sentence.
    console.error(error);
    yield { error: 'The agent could not finish the answer.' };
  }
}
