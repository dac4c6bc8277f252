import { Xpander } from '@xpander/sdk';
import type { Cell, Finding } from './cell.ts';
import { toShape } from './shape.ts';

const agentId = 'agent-1';
const taskId = 'task-1';
/** Long enough for a request to arrive before the abort. */
const abortAfterMs = 1_000;
const restMs = 500;

/** Makes the call with the `fetch` of the runtime, and prints the result in every way in which it may reach a log. */
export async function examine(cell: Cell): Promise<Finding> {
  let tries = 0;
  const { baseUrl, apiKey, timeoutMs } = cell;
  const xpander = new Xpander({
    baseUrl,
    apiKey,
    timeoutMs,
    dangerouslyAllowBrowser: true,
    hooks: {
      onRequest: () => {
        tries += 1;
      },
    },
  });
  if (cell.isWarm) {
    await xpander.tasks.get('warm-up');
    // A connection can be reused a moment after its answer was read.
    await new Promise((resolve) => setTimeout(resolve, restMs));
  }
  tries = 0;
  const controller = new AbortController();
  const reason = { because: 'the user left' };
  console.log(xpander);
  try {
    const value = await call(xpander, cell, controller, reason);
    console.log(value);
    return { id: cell.id, tries, value, isReason: false };
  } catch (error) {
    console.error(error);
    console.error(String(error), JSON.stringify(error), error instanceof Error ? error.stack : '');
    return { id: cell.id, tries, error: toShape(error), isReason: error === reason };
  }
}

function call(xpander: Xpander, cell: Cell, controller: AbortController, reason: object): Promise<unknown> {
  const { signal } = controller;
  switch (cell.call) {
    case 'invokeAsync':
      return xpander.agents.invokeAsync(agentId, 'hi');
    case 'get':
      return xpander.tasks.get(taskId);
    case 'run':
      return run(xpander);
    case 'stream':
      return stream(xpander);
    case 'thread':
      return thread(xpander);
    case 'abort':
      setTimeout(() => controller.abort(reason), abortAfterMs);
      return xpander.agents.invokeAsync(agentId, 'hi', { signal });
    case 'abort before':
      controller.abort(reason);
      return xpander.agents.invokeAsync(agentId, 'hi', { signal });
  }
}

async function run(xpander: Xpander): Promise<unknown> {
  const statuses: unknown[] = [];
  const onUpdate = ({ status }: { status?: string | null }): number => statuses.push(status);
  const { result } = await xpander.agents.run(agentId, 'one two', { onUpdate });
  return { result, last: statuses.at(-1) };
}

async function stream(xpander: Xpander): Promise<unknown> {
  const answer = xpander.agents.stream(agentId, 'one two');
  const pieces: string[] = [];
  for await (const piece of answer.textStream()) pieces.push(piece);
  const { result } = await answer.finalTask();
  return { text: pieces.join(''), isInPieces: pieces.length > 1, result };
}

async function thread(xpander: Xpander): Promise<unknown> {
  const talk = xpander.agent(agentId).thread();
  const first = await talk.send('one');
  const second = await talk.send('two');
  return { results: [first.result, second.result], isOneThread: first.id === second.id && talk.id === first.id };
}
