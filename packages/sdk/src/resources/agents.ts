import { getAgent, listAgents } from '../api/operations.ts';
import { createPages, type Pages } from '../api/pagination.ts';
import { runMany } from '../batches/run-many.ts';
import type { AgentRequests, RunOutcome } from '../batches/types.ts';
import { checkQuery } from '../config/validate-options.ts';
import { checkId } from '../config/validators.ts';
import { callOnce } from '../core/call-once.ts';
import type { Core } from '../core/types.ts';
import { traced } from '../errors/caller-trace.ts';
import type {
  AgentDetails,
  AgentQuery,
  AgentRequest,
  AgentSummary,
  CompletedSummary,
  CompletedTask,
} from '../models.ts';
import type { ManyOptions } from '../options/batch-options.ts';
import type { RequestOptions, RunOptions, StreamOptions } from '../options/call-options.ts';
import type { MaybeOutput, OutputSchema } from '../output/output-schema.ts';
import { openTaskStream } from '../streaming/task-stream.ts';
import { invokeAgent, invokeAgentAsync, runAgent } from '../verbs/run.ts';
import type { Invocations } from './invocations.ts';

/** The agents of an organization: lists them, and starts their runs. */
export interface Agents extends Invocations {
  /** Lists agents. Reads the next page when the iteration needs it. */
  list(query?: AgentQuery, options?: RequestOptions): Pages<AgentSummary>;
  /** Reads an agent with all its settings. */
  get(agentId: string, options?: RequestOptions): Promise<AgentDetails>;

  /**
   * Runs the agent on many requests, `concurrency` at a time, and returns the outcomes in the order in which they end.
   *
   * Each request is started as by `run`, but all tasks are waited for together, with few requests. An error of one
   * request is its outcome's `error`, as `run` would throw it, and affects no others. Only a rejected key (401,
   * 403) or a used-up plan stops the batch: the remaining requests get that error and are not sent.
   *
   * Requests may come from any iterable, and are taken as slots become free. An outcome that the loop has not read
   * occupies a slot. Nothing starts before the loop does. After the loop has been left, no more runs are started;
   * started ones go on. If the input throws, the loop rejects with its error after the outcomes of the started runs.
   *
   * @example
   * for await (const { request, task, error } of xpander.agents.runMany(agentId, questions, { concurrency: 20 })) {
   *   console.log(request, task ? task.result : error);
   * }
   *
   * @throws ConfigurationError from the loop, if `requests` is not a list or an option is invalid. After an abort, the
   * loop rejects with the signal's own reason.
   */
  runMany<T>(
    agentId: string,
    requests: AgentRequests,
    options: ManyOptions & { output: OutputSchema<T> },
  ): AsyncIterable<RunOutcome<CompletedTask & { output: T }>>;
  runMany(
    agentId: string,
    requests: AgentRequests,
    options: ManyOptions & { detail: 'summary' },
  ): AsyncIterable<RunOutcome<CompletedSummary>>;
  runMany(agentId: string, requests: AgentRequests, options?: ManyOptions): AsyncIterable<RunOutcome>;
}

export function createAgents(core: Core): Agents {
  return {
    invoke: (agentId: string, request: AgentRequest, options: RunOptions & MaybeOutput = {}) =>
      traced(() => invokeAgent(core, { agentId, request }, options)),
    invokeAsync: (agentId, request, options = {}) =>
      traced(() => invokeAgentAsync(core, { agentId, request }, options)),
    run: (agentId: string, request: AgentRequest, options: RunOptions & MaybeOutput = {}) =>
      traced(() => runAgent(core, { agentId, request }, options)),
    stream: (agentId: string, request: AgentRequest, options: StreamOptions & MaybeOutput = {}) =>
      openTaskStream(core, { agentId, request }, options),
    // The overload that the caller chose knows the type of the outcomes.
    runMany: (agentId: string, requests: AgentRequests, options: ManyOptions & MaybeOutput = {}) =>
      runMany(core, agentId, requests, options) as AsyncIterable<never>,
    list: (query = {}, options = {}) =>
      createPages(query, (page) =>
        traced(async () => {
          checkQuery(query);
          return callOnce(core, options, (call) => listAgents(core, { ...query, page }, call));
        }),
      ),
    get: (agentId, options = {}) =>
      traced(async () => {
        const id = checkId('agentId', agentId);
        return callOnce(core, options, (call) => getAgent(core, id, call));
      }),
  };
}
