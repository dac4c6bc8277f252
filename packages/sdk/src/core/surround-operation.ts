import type { Invocation } from '../api/types.ts';
import { surround } from '../async/call-hook.ts';
import type { Task } from '../models.ts';
import type { OperationEvent } from '../options/client-options.ts';
import type { AwaitedTask, Core } from './types.ts';

/** Runs an operation that starts a run, surrounded by the hook `around` if there is one. */
export function surroundRun<T extends Task | undefined>(
  core: Core,
  verb: Exclude<OperationEvent['verb'], 'wait'>,
  { invocation, thread }: { readonly invocation: Invocation; readonly thread: { readonly id: string | undefined } },
  go: () => Promise<T>,
): Promise<T> {
  const { hooks, baseUrl } = core.settings;
  if (hooks.around === undefined) return go();
  const { agentId, body, version } = invocation;
  const taskId = body.id ?? thread.id;
  const facts = {
    verb,
    agentId,
    taskId,
    baseUrl,
    version,
    outputFormat: body.output_format,
    model: body.llm_model_name,
  };
  // Each reader gets a copy, so that no hook can change what is sent.
  const request = { get: () => JSON.parse(JSON.stringify(body)) as unknown, enumerable: false };
  return surround(hooks, Object.freeze(Object.defineProperty(withoutGaps(facts), 'request', request)), go);
}

/** Runs an operation that only waits for a task, surrounded by the hook `around` if there is one. */
export function surroundWait<T extends Task | undefined>(
  core: Core,
  { id, snapshot }: Pick<AwaitedTask, 'id' | 'snapshot'>,
  go: () => Promise<T>,
): Promise<T> {
  const { hooks, baseUrl } = core.settings;
  if (hooks.around === undefined) return go();
  const facts = { verb: 'wait', agentId: snapshot?.agent_id, taskId: id, baseUrl } as const;
  return surround(hooks, Object.freeze(withoutGaps(facts)), go);
}

type Gaps<T> = { readonly [K in keyof T]: T[K] | null | undefined };

/** The facts that are known. */
function withoutGaps(facts: Gaps<OperationEvent>): OperationEvent {
  const known = Object.entries(facts).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(known) as unknown as OperationEvent;
}
