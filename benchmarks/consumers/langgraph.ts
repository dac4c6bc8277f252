import { Client } from '@langchain/langgraph-sdk';

/** A program that does the same with langgraph-sdk: starts, waits, streams, lists and converses. */
export async function main(signal: AbortSignal): Promise<string> {
  const client = new Client({ apiUrl: 'https://langgraph.example', apiKey: 'key', timeoutMs: 60_000 });
  const assistants = await client.assistants.search({ limit: 10 });
  const { assistant_id: assistantId } = await client.assistants.get(assistants[0]?.assistant_id ?? 'agent');

  const thread = await client.threads.create({ metadata: { topic: 'names' } });
  const invoked = await client.runs.wait(thread.thread_id, assistantId, { input: { text: '2+2?' } });
  const started = await client.runs.create(thread.thread_id, assistantId, {
    input: { text: 'Write the report' },
    signal,
  });
  const joined = await client.runs.join(thread.thread_id, started.run_id, { signal });
  const done = await client.runs.get(thread.thread_id, started.run_id);
  await client.runs.cancel(thread.thread_id, started.run_id);

  let text = '';
  const request = { input: { text: 'Explain it' }, streamMode: ['updates', 'custom'] as ('updates' | 'custom')[] };
  for await (const event of client.runs.stream(thread.thread_id, assistantId, request)) {
    if (event.event === 'custom') text += String(event.data);
    if (event.event === 'updates') text += Object.keys(event.data).join();
  }
  for await (const event of client.runs.joinStream(thread.thread_id, started.run_id)) text += event.event;

  await client.runs.wait(thread.thread_id, assistantId, { input: { text: 'My name is Dana' } });
  const answer = await client.runs.wait(thread.thread_id, assistantId, { input: { text: 'What is my name?' } });
  const history = await client.threads.getHistory(thread.thread_id, { limit: 10 });
  const state = await client.threads.getState(thread.thread_id);
  for (const run of await client.runs.list(thread.thread_id, { limit: 10 })) text += run.status;
  for (const row of await client.threads.search({ limit: 10 })) text += row.thread_id;
  await client.runs.delete(thread.thread_id, started.run_id);
  await client.threads.delete(thread.thread_id);

  try {
    await client.runs.get('missing', 'missing');
  } catch (error) {
    if (error instanceof Error) text += error.message;
  }
  return text + JSON.stringify([invoked, joined, answer, history.length, state.values]) + done.status;
}
