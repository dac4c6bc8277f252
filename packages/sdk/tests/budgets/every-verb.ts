import {
  AmbiguousInvocationError,
  ApiError,
  combineHooks,
  DeadlineError,
  type Hooks,
  isXpanderError,
  logHooks,
  TaskFailedError,
  TaskPausedError,
  Xpander,
} from '@xpander/sdk';
import { parts } from '@xpander/sdk/parts';

const traces: Hooks = {
  onError: ({ code }) => console.log(code),
  around: ({ verb }, go) => go().then((task) => console.log(verb, task?.status)),
};

/** A program that uses every verb, to measure how much work its types are for the compiler. It is compiled, never run. */
export async function main(signal: AbortSignal): Promise<string> {
  const xpander = new Xpander({
    apiKey: 'key',
    maxRetries: 2,
    timeoutMs: 60_000,
    hooks: combineHooks(logHooks(console), traces),
  });
  const { items } = await xpander.agents.list({ page: 1 }).firstPage();
  const agent = xpander.agent(items[0]?.id ?? 'agent', { deadlineMs: 60_000 });
  const { name } = await agent.get();

  const invoked = await agent.invoke({ input: { text: '2+2?' }, think_mode: 'harder' });
  const started = await agent.invokeAsync('Write the report', { version: 'draft', signal });
  const done = await xpander.tasks.wait(started, { deadlineMs: 120_000, onUpdate: (task) => console.log(task.status) });
  await xpander.tasks.stop(started);

  let text = '';
  for await (const event of agent.stream('Explain it')) {
    if (event.type === 'chunk') text += event.data;
    if (event.type === 'task_finished') text += event.data.status ?? '';
  }
  const stream = agent.stream('Explain it');
  for await (const piece of stream.textStream()) text += piece;
  const final = await stream.finalTask();
  for await (const part of parts(agent.stream('Explain it'))) if (part.type === 'text') text += part.text;
  for await (const event of xpander.tasks.follow(started)) if (event.type === 'task_updated') text += event.data.id;
  await agent.run('Explain it', { onEvent: ({ type }) => console.log(type) });

  const thread = agent.thread(undefined, { whenBusy: 'reject' });
  await thread.send('My name is Dana');
  const answer = await thread.send('What is my name?');
  for (const message of await thread.messages()) text += message.content;
  for (const messages of Object.values(await xpander.tasks.fullThread(done))) text += messages.length;
  for await (const row of xpander.tasks.list({ status: 'failed', per_page: 50 })) text += row.title ?? '';
  const run = await xpander.agents.run(agent.id, { id: thread.id, input: 'And now?' }, { onAmbiguous: 'adopt' });
  await xpander.tasks.delete(done);
  const { data } = await xpander.api.GET('/v1/tasks/{task_id}', { params: { path: { task_id: run.id } } });

  try {
    await xpander.tasks.get('missing');
  } catch (error) {
    if (error instanceof ApiError) text += `${error.status} ${error.code}`;
    else if (error instanceof TaskFailedError || error instanceof TaskPausedError) text += error.task.id;
    else if (error instanceof DeadlineError || error instanceof AmbiguousInvocationError) text += error.taskId ?? '';
    else if (isXpanderError(error)) text += error.code;
  }
  return text + [name, invoked.result, final.result, answer.result, data?.status].join();
}
