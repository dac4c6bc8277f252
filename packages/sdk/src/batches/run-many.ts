import type { Operations } from '../api/operations.ts';
import type { Settings } from '../config/settings.ts';
import { checkCallOptions } from '../config/validate-options.ts';
import { checkId } from '../config/validators.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { isXpanderError } from '../errors/xpander-error.ts';
import type { AgentRequest, CompletedSummary, CompletedTask } from '../models.ts';
import type { ManyOptions } from '../options/batch-options.ts';
import type { RunOptions } from '../options/call-options.ts';
import type { MaybeOutput, OutputSchema } from '../output/output-schema.ts';
import { createWatch } from '../polling/wait-for-many.ts';
import type { WaitForEnd } from '../polling/wait-for-one.ts';
import type { Verbs } from '../verbs/invocations.ts';
import { createHalt, isKeyRefused, isStartRefused } from './circuit-breaker.ts';
import { summarized } from './task-summary.ts';
import { checkItems, rejecting, runBatch } from './worker-pool.ts';

/** How one request of many ended: with its task, or with its error. */
export type RunOutcome<T = CompletedTask> =
  | {
      /** Where the request stood in the input, counted from 0. */
      readonly index: number;
      readonly request: AgentRequest;
      readonly taskId: string;
      readonly task: T;
      readonly error?: undefined;
    }
  | {
      readonly index: number;
      readonly request: AgentRequest;
      /** `undefined` when nothing was started, or nobody knows what. */
      readonly taskId: string | undefined;
      readonly task?: undefined;
      readonly error: unknown;
    };

/** Many requests. A text is none: it would be taken for its letters. */
export type AgentRequests = (Iterable<AgentRequest> | AsyncIterable<AgentRequest>) & object;

/** Runs an agent on many requests. */
export interface RunMany {
  <T>(
    agentId: string,
    requests: AgentRequests,
    options: ManyOptions & { output: OutputSchema<T> },
  ): AsyncIterable<RunOutcome<CompletedTask & { output: T }>>;
  (
    agentId: string,
    requests: AgentRequests,
    options: ManyOptions & { detail: 'summary' },
  ): AsyncIterable<RunOutcome<CompletedSummary>>;
  (agentId: string, requests: AgentRequests, options?: ManyOptions): AsyncIterable<RunOutcome>;
}

/** The verbs that start runs, over other operations and another way to wait. */
export type VerbsOver = (operations: Operations, waitForEnd: WaitForEnd) => Pick<Verbs, 'run'>;

const defaultConcurrency = 10;

/** The tasks of a batch are watched together, and each item is one `run` for the rest. */
export function createRunMany(operations: Operations, settings: Settings, verbsOver: VerbsOver): RunMany {
  const runMany = (
    agentId: string,
    requests: AgentRequests,
    options: ManyOptions & MaybeOutput,
  ): AsyncIterable<RunOutcome> => {
    checkId('agentId', agentId);
    checkItems('requests', requests);
    checkCallOptions(options, 'runMany');
    refuseOutputOfSummary(options);
    const { concurrency = defaultConcurrency, detail, onProgress, onUpdate, signal, ...runOptions } = options;
    const halt = createHalt(isStartRefused);
    const watch = createWatch(operations, settings, { ...runOptions, agentId, detail });
    const { invokeAsync, invokeStream } = operations;
    const guarded = { ...operations, invokeAsync: halt.guard(invokeAsync), invokeStream: halt.guard(invokeStream) };
    const { run } = verbsOver(guarded, watch);

    /** Starts one item and takes it to its end. */
    const settle = (request: AgentRequest, itemOptions: RunOptions): Promise<CompletedTask> => {
      const settling = run(agentId, request, itemOptions);
      return detail === 'summary' ? summarized(settling) : settling;
    };

    return runBatch<AgentRequest, RunOutcome>({
      items: requests,
      concurrency,
      signal,
      onProgress,
      refuse: (request, index) => {
        const reason = halt.reason();
        return reason && { index, request, taskId: undefined, error: reason.error };
      },
      work: async (request, index, itemSignal) => {
        let taskId: string | undefined;
        const noteTask: RunOptions['onUpdate'] = (task) => {
          taskId = task.id;
          return onUpdate?.(task, index);
        };
        try {
          const task = await settle(request, { ...runOptions, signal: itemSignal, onUpdate: noteTask });
          return { index, request, taskId: task.id, task };
        } catch (error) {
          // Before its POST, an item may have named a thread that is closed to this key, and to it alone.
          const concernsAll = taskId === undefined ? isKeyRefused(error) : isStartRefused(error);
          const isOwn = error !== halt.reason()?.error;
          if (isOwn && isXpanderError(error)) taskId ??= error.taskId;
          if (concernsAll) halt.stop(error);
          return { index, request, taskId, error };
        }
      },
    });
  };

  return (agentId: string, requests: AgentRequests, options: ManyOptions & MaybeOutput = {}): AsyncIterable<never> => {
    try {
      return runMany(agentId, requests, options) as AsyncIterable<never>;
    } catch (error) {
      return rejecting(error);
    }
  };
}

/** A row of a list has no more than a part of the answer. */
function refuseOutputOfSummary({ detail, output }: ManyOptions & MaybeOutput): void {
  if (detail !== 'summary' || output === undefined) return;
  const problem = 'does not go with detail: "summary", which may lack a part of the answer';
  throw new ConfigurationError('output', problem, 'Leave one of them out');
}
