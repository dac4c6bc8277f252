import type { TargetKind } from '../api/types.ts';
import { runMany } from '../batches/run-many.ts';
import type { AgentRequests, RunOutcome } from '../batches/types.ts';
import { checkAgentDefaults, withDefaults } from '../config/validate-options.ts';
import { checkId } from '../config/validators.ts';
import type { Core } from '../core/types.ts';
import { traced } from '../errors/caller-trace.ts';
import type { AgentRequest, CompletedSummary, CompletedTask, Task } from '../models.ts';
import type { ManyOptions } from '../options/batch-options.ts';
import type { AgentDefaults, InvokeOptions, RunOptions, StreamOptions } from '../options/call-options.ts';
import type { MaybeOutput, OutputSchema } from '../output/output-schema.ts';
import { openTaskStream } from '../streaming/task-stream.ts';
import type { TaskStream } from '../streaming/types.ts';
import { invokeAgent, invokeAgentAsync, runAgent } from '../verbs/run.ts';

/** Starts runs of one agent or workflow, with default options. */
export interface BoundInvocations {
  readonly id: string;
  /** Runs the agent with one request that stays open until the run has ended. See {@link Agents.invoke}. */
  invoke<T>(
    request: AgentRequest,
    options: RunOptions & { output: OutputSchema<T> },
  ): Promise<CompletedTask & { output: T }>;
  invoke(request: AgentRequest, options?: RunOptions): Promise<CompletedTask>;
  /** Starts a run and returns its task, without waiting for the end. See {@link Agents.invokeAsync}. */
  invokeAsync(request: AgentRequest, options?: InvokeOptions): Promise<Task>;
  /** Starts a run and waits for its end, ten minutes by default (`deadlineMs`). See {@link Agents.run}. */
  run<T>(
    request: AgentRequest,
    options: RunOptions & { output: OutputSchema<T> },
  ): Promise<CompletedTask & { output: T }>;
  run(request: AgentRequest, options?: RunOptions): Promise<CompletedTask>;
  /** Starts a run at once and streams it. See {@link Agents.stream}. */
  stream<T>(
    request: AgentRequest,
    options: StreamOptions & { output: OutputSchema<T> },
  ): TaskStream<CompletedTask & { output: T }>;
  stream(request: AgentRequest, options?: StreamOptions): TaskStream;
  /** Runs the agent on many requests, and returns the outcomes as they come. See {@link Agents.runMany}. */
  runMany<T>(
    requests: AgentRequests,
    options: ManyOptions & { output: OutputSchema<T> },
  ): AsyncIterable<RunOutcome<CompletedTask & { output: T }>>;
  runMany(
    requests: AgentRequests,
    options: ManyOptions & { detail: 'summary' },
  ): AsyncIterable<RunOutcome<CompletedSummary>>;
  runMany(requests: AgentRequests, options?: ManyOptions): AsyncIterable<RunOutcome>;
}

/** Binds the verbs to one agent or workflow. @throws ConfigurationError if the id or a default is invalid. */
export function bindInvocations(core: Core, kind: TargetKind, id: string, defaults: AgentDefaults): BoundInvocations {
  const target = { kind, agentId: checkId(`${kind}Id`, id) };
  checkAgentDefaults(defaults);
  return {
    id,
    invoke: (request: AgentRequest, options: RunOptions & MaybeOutput = {}) =>
      traced(() => invokeAgent(core, { ...target, request }, withDefaults(defaults, options, 'run'))),
    invokeAsync: (request, options = {}) =>
      traced(() => invokeAgentAsync(core, { ...target, request }, withDefaults(defaults, options, 'invoke'))),
    run: (request: AgentRequest, options: RunOptions & MaybeOutput = {}) =>
      traced(() => runAgent(core, { ...target, request }, withDefaults(defaults, options, 'run'))),
    stream: (request: AgentRequest, options: StreamOptions & MaybeOutput = {}) =>
      openTaskStream(core, { ...target, request }, withDefaults(defaults, options, 'stream')),
    // The overload that the caller chose knows the type of the outcomes.
    runMany: (requests: AgentRequests, options: ManyOptions & MaybeOutput = {}) =>
      runMany(core, target, requests, withDefaults(defaults, options, 'runMany')) as AsyncIterable<never>,
  };
}
