import type { operations } from '@xpander/generated';
import { playBuiltInAgent } from './built-in-agent.ts';
import { httpError } from './http-error.ts';
import type { InvokeRequest, OperationName } from './models.ts';
import type { Script } from './script.ts';
import type { Store, TaskRecord } from './store.ts';

/** One request to an operation, checked and read. */
export interface Call {
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly organizationId: string;
  /** To be called when the request has taken effect; rejects when a fault ends the request there. */
  readonly accepted: () => Promise<void>;
  /** Waits without keeping the clock from moving; rejects when the client has gone. */
  readonly waitFor: (promise: Promise<void>) => Promise<void>;
}

/** Answers the requests to one operation with the JSON body of a 200. */
export type Handler = (call: Call) => Promise<unknown>;

/** Makes the handlers of one mock. Without `agents`, every agent id stands for the built-in agent. */
export function createHandlers(
  store: Store,
  agents: Readonly<Record<string, Script>> | undefined,
): Record<OperationName, Handler> {
  const start = (call: Call): TaskRecord => {
    const agentId = call.pathParameters.agent_id ?? '';
    if (agents !== undefined && !Object.hasOwn(agents, agentId)) throw httpError(404, 'Agent not found');
    return store.start({
      agentId,
      organizationId: call.organizationId,
      version: (call.query.version as string | undefined) ?? null,
      // The validator has checked it against the description these types come from.
      request: call.body as InvokeRequest,
      script: (turn) => agents?.[agentId] ?? playBuiltInAgent(turn),
    });
  };

  const startOnly: Handler = async (call) => {
    const { task } = start(call);
    await call.accepted();
    return task;
  };

  const runToEnd: Handler = async (call) => {
    const record = start(call);
    await call.accepted();
    await call.waitFor(record.run.ended);
    return record.task;
  };

  return {
    health: async () => 'ok',
    invoke: (call) => (call.query.asynchronous === true ? startOnly(call) : runToEnd(call)),
    invokeAsync: startOnly,
    getTask: async (call) => store.read(call.pathParameters.task_id ?? '', call.organizationId),
  } satisfies Record<keyof operations, Handler>;
}
