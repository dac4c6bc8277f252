import type { InvokeRequest, OperationName } from '../protocol/models.ts';
import type { Printer } from '../protocol/types.ts';
import { createEventQueue } from '../state/event-queue.ts';
import type { StartTurn } from '../state/start-turn.ts';
import type { Order } from '../state/types.ts';
import { eventStream, json } from './handler-reply.ts';
import { pathParameter } from './path-parameter.ts';
import type { Handler, HandlerRequest } from './types.ts';

type InvocationName = Extract<OperationName, `invoke${string}`>;

/** The three ways to run an agent, and the same for workflows. */
export function createInvocationHandlers(start: StartTurn, printer: Printer): Record<InvocationName, Handler> {
  const startOnly: Handler = async (request) => {
    const { task } = start(orderOf(request));
    await request.accepted();
    return json(printer.task(task));
  };

  const runToEnd: Handler = async (request) => {
    const record = start(orderOf(request));
    await request.accepted();
    await request.waitFor(record.run.ended);
    return json(printer.task(record.task));
  };

  const stream: Handler = async (request) => {
    const events = createEventQueue();
    start({ ...orderOf(request), listener: events });
    await request.accepted();
    return eventStream(events);
  };

  return {
    invoke: (request) => (request.query.asynchronous === true ? startOnly(request) : runToEnd(request)),
    invokeAsync: startOnly,
    invokeStream: stream,
    invokeWorkflow: runToEnd,
    invokeWorkflowAsync: startOnly,
    invokeWorkflowStream: stream,
  };
}

function orderOf(request: HandlerRequest): Order {
  const workflowId = pathParameter(request, 'workflow_id');
  return {
    agentId: workflowId || pathParameter(request, 'agent_id'),
    organizationId: request.organizationId,
    version: (request.query.version as string | undefined) ?? null,
    // The validator has checked it against the description these types come from.
    request: request.body as InvokeRequest,
    isOrchestration: workflowId !== '',
  };
}
