import OpenAI from 'openai';

/** A program that does the same with openai: starts, waits, streams, lists and converses. */
export async function main(signal: AbortSignal): Promise<string> {
  const client = new OpenAI({ apiKey: 'key', maxRetries: 2, timeout: 60_000 });
  const model = 'gpt-5';
  const models = await client.models.list();
  const { id: firstModel } = await client.models.retrieve(models.data[0]?.id ?? model);

  const invoked = await client.responses.create({ model: firstModel, input: '2+2?', reasoning: { effort: 'high' } });
  const started = await client.responses.create({ model, input: 'Write the report', background: true }, { signal });
  const done = await client.responses.retrieve(started.id, {}, { timeout: 120_000 });
  await client.responses.cancel(started.id);

  let text = '';
  for await (const event of await client.responses.create({ model, input: 'Explain it', stream: true })) {
    if (event.type === 'response.output_text.delta') text += event.delta;
    if (event.type === 'response.failed') text += event.response.error?.message ?? '';
  }
  const stream = client.responses.stream({ model, input: 'Explain it' });
  stream.on('response.output_text.delta', ({ delta }) => {
    text += delta;
  });
  const final = await stream.finalResponse();

  const conversation = await client.conversations.create({ metadata: { topic: 'names' } });
  await client.responses.create({ model, input: 'My name is Dana', conversation: conversation.id });
  const answer = await client.responses.create({ model, input: 'What is my name?', conversation: conversation.id });
  for await (const item of client.conversations.items.list(conversation.id)) text += item.type;
  for await (const item of client.responses.inputItems.list(done.id)) text += item.type;
  await client.conversations.delete(conversation.id);
  await client.responses.delete(done.id);

  try {
    await client.responses.retrieve('missing');
  } catch (error) {
    if (error instanceof OpenAI.APIError) text += `${error.status} ${error.code ?? ''}`;
    if (error instanceof OpenAI.APIConnectionTimeoutError) text += error.message;
  }
  return text + invoked.output_text + final.output_text + answer.output_text + (done.status ?? '');
}
