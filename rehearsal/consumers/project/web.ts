import { trace } from '@opentelemetry/api';
import { createXpander } from '@xpander/ai-sdk';
import { type ChatChunk, toUIMessageStream, toUIMessageStreamResponse } from '@xpander/ai-sdk/ui';
import { createApiClient, type TaskStatus } from '@xpander/generated';
import { type OtelHooks, otelHooks } from '@xpander/otel';
import { ApiError, combineHooks, isXpanderError, type Task, Xpander } from '@xpander/sdk';
import { type AgentPart, parts } from '@xpander/sdk/parts';
import { type Api, expectEqual } from './api.js';

/** Uses the packages that run on any platform. Rejects if one of them does not do what it should. */
export async function useAnywhere({ baseUrl, apiKey, agentId }: Api): Promise<string[]> {
  const hooks: OtelHooks = otelHooks({ tracer: trace.getTracer('consumer'), agentName: 'Parrot' });
  let requests = 0;
  const count = {
    onRequest: () => {
      requests += 1;
    },
  };
  const options = { baseUrl, apiKey, dangerouslyAllowBrowser: true };
  const client = new Xpander({ ...options, hooks: combineHooks(hooks, count) });
  const agent = client.agent(agentId);

  const task: Task = await agent.run('one two', { pollIntervalMs: 20, deadlineMs: 20_000 });
  expectEqual([task.status, task.result], ['completed', 'Heard: one two']);
  expectEqual(requests >= 2, true);

  const seen: AgentPart['type'][] = [];
  for await (const part of parts(agent.stream('three'))) seen.push(part.type);
  expectEqual([seen.includes('text'), seen.at(-1)], [true, 'finish']);

  const refused = await new Xpander({ ...options, apiKey: 'wrong' }).tasks
    .get(task.id)
    .catch((error: unknown) => error);
  expectEqual([isXpanderError(refused), refused instanceof ApiError && refused.code], [true, 'unauthorized']);

  const { data } = await createApiClient({ baseUrl, headers: { 'x-api-key': apiKey } }).GET('/v1/tasks/{task_id}', {
    params: { path: { task_id: task.id } },
  });
  const status: TaskStatus | null | undefined = data?.status;
  expectEqual(status, 'completed');

  const model = createXpander(client)(agentId);
  const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'four' }] }];
  const { content } = await model.doGenerate({ prompt });
  expectEqual(content[0]?.type === 'text' && content[0].text, 'Heard: four');

  const chunks: ChatChunk['type'][] = [];
  const reader = toUIMessageStream(agent.stream('five')).getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) chunks.push(step.value.type);
  expectEqual([chunks[0], chunks.at(-1)], ['start', 'finish']);
  expectEqual((await toUIMessageStreamResponse(agent.stream('six')).text()).includes('[DONE]'), true);

  return ['@xpander/sdk', '@xpander/generated', '@xpander/otel', '@xpander/ai-sdk'];
}
