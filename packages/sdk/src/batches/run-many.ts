import { rejectingIterable } from '../async/result-queue.ts';
import { checkCallOptions } from '../config/validate-options.ts';
import { checkId } from '../config/validators.ts';
import type { Core } from '../core/types.ts';
import { addCaller, captureCaller } from '../errors/caller-trace.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { isControlFlow } from '../errors/control-flow.ts';
import { isXpanderError } from '../errors/xpander-error.ts';
import type { AgentRequest } from '../models.ts';
import type { ManyOptions } from '../options/batch-options.ts';
import type { RunOptions } from '../options/call-options.ts';
import type { MaybeOutput } from '../output/output-schema.ts';
import { createTaskGroup } from '../polling/wait-for-many.ts';
import type { RunTarget } from '../runs/types.ts';
import { runAgent } from '../verbs/run.ts';
import { createCircuitBreaker, isKeyRefused, isStartRefused } from './circuit-breaker.ts';
import { summarized } from './task-summary.ts';
import type { AgentRequests, RunOutcome } from './types.ts';
import { checkItems, runPool, toError } from './worker-pool.ts';

const defaultConcurrency = 10;

/** The agent or workflow that all requests are for. */
type Runnable = Pick<RunTarget, 'kind' | 'agentId'>;

/** Runs an agent or workflow on many requests. A bad option does not throw at the call: the loop rejects. */
export function runMany(
  core: Core,
  target: Runnable,
  requests: AgentRequests,
  options: ManyOptions & MaybeOutput,
): AsyncIterable<RunOutcome> {
  try {
    return startPool(core, target, requests, options);
  } catch (error) {
    return rejectingIterable(error);
  }
}

/** Each item is one `run`. Their tasks are waited for together. */
function startPool(
  core: Core,
  target: Runnable,
  requests: AgentRequests,
  options: ManyOptions & MaybeOutput,
): AsyncIterable<RunOutcome> {
  const { kind = 'agent', agentId } = target;
  checkId(`${kind}Id`, agentId);
  checkItems('requests', requests);
  checkCallOptions(options, 'runMany');
  refuseOutputOfSummary(options);
  core.settings.apiKey.require();
  const { concurrency = defaultConcurrency, detail, once, onProgress, onUpdate, signal, ...runOptions } = options;
  const caller = captureCaller(runMany);
  const startBreaker = createCircuitBreaker(isStartRefused);
  const group = createTaskGroup(core, { ...runOptions, agentId, detail });
  const batchCore: Core = { ...core, batch: { group, startBreaker } };

  const runItem = (request: AgentRequest, itemOptions: RunOptions & MaybeOutput) => {
    const settling = runAgent(batchCore, { ...target, request }, itemOptions);
    return detail === 'summary' ? summarized(settling) : settling;
  };

  return runPool<AgentRequest, RunOutcome>({
    items: requests,
    concurrency,
    signal,
    onProgress,
    refuse: (request, index) => {
      const reason = startBreaker.reason();
      return reason && { index, request, taskId: undefined, error: toError(reason.error) };
    },
    work: async (request, index, itemSignal) => {
      let taskId: string | undefined;
      const noteTask: RunOptions['onUpdate'] = (task) => {
        taskId = task.id;
        return onUpdate?.(task, index);
      };
      try {
        // A missing key must not start a run that has none.
        const key = once && { key: await once(request, index) };
        const task = await runItem(request, { ...runOptions, once: key, signal: itemSignal, onUpdate: noteTask });
        return { index, request, taskId: task.id, task };
      } catch (error) {
        if (isControlFlow(error)) throw error;
        // Before its POST, an item may have named a thread that this key may not read. That concerns the item alone.
        const concernsBatch = taskId === undefined ? isKeyRefused(error) : isStartRefused(error);
        const isOwn = error !== startBreaker.reason()?.error;
        if (isOwn && isXpanderError(error)) taskId ??= error.taskId;
        if (concernsBatch) startBreaker.open(error);
        return { index, request, taskId, error: toError(addCaller(error, caller)) };
      }
    },
  });
}

/** A row of a list may hold only a part of the answer. */
function refuseOutputOfSummary({ detail, output }: ManyOptions & MaybeOutput): void {
  if (detail !== 'summary' || output === undefined) return;
  const problem = 'cannot be used with detail: "summary", which may lack a part of the answer';
  throw new ConfigurationError('output', problem, 'Leave one of them out');
}
