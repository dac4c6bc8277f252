/** The smallest programs that create a client and make one call. They show what a bundler can leave out. */
export const programs: Readonly<Record<string, string>> = {
  'openapi-fetch': `import createClient from 'openapi-fetch'; createClient({ baseUrl: 'https://x' }).GET('/v1/tasks/1');`,
  ky: `import ky from 'ky'; ky.get('https://x').json();`,
  '@xpander/sdk': `import { Xpander } from '@xpander/sdk'; new Xpander().tasks.get('1');`,
  openai: `import OpenAI from 'openai'; new OpenAI().responses.retrieve('1');`,
  '@anthropic-ai/sdk': `import Anthropic from '@anthropic-ai/sdk'; new Anthropic().messages.batches.retrieve('1');`,
  '@langchain/langgraph-sdk': `import { Client } from '@langchain/langgraph-sdk'; new Client().runs.get('1', '1');`,
  replicate: `import Replicate from 'replicate'; new Replicate().predictions.get('1');`,
  '@fal-ai/client': `import { fal } from '@fal-ai/client'; fal.queue.status('owner/app', { requestId: '1' });`,
  'eventsource-parser': `import { createParser } from 'eventsource-parser'; createParser({ onEvent: console.log });`,
};

const client = `import { Xpander } from '@xpander/sdk'; const xpander = new Xpander();`;

/** A program for each of our methods, and for what can be imported without the client. */
export const verbs: ReadonlyMap<string, string> = new Map([
  ['`agent.run`', `${client} xpander.agent('a').run('hi');`],
  ['`agent.invoke`', `${client} xpander.agent('a').invoke('hi');`],
  ['`agent.invokeAsync`', `${client} xpander.agent('a').invokeAsync('hi');`],
  ['`agent.stream`', `${client} xpander.agent('a').stream('hi');`],
  ['`agent.thread`', `${client} xpander.agent('a').thread().send('hi');`],
  ['`agents.list`', `${client} xpander.agents.list();`],
  ['`tasks.get`', `${client} xpander.tasks.get('1');`],
  ['`tasks.wait`', `${client} xpander.tasks.wait('1');`],
  ['`tasks.list`', `${client} xpander.tasks.list();`],
  ['`api.GET`', `${client} xpander.api.GET('/v1/agents');`],
  ['errors alone', `import { ApiError, isXpanderError } from '@xpander/sdk'; console.log(ApiError, isXpanderError);`],
  ['types alone', `import type { Task } from '@xpander/sdk'; export const read = (task: Task) => task.result;`],
]);
