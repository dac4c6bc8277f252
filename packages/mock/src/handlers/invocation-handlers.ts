import type { InvokeRequest, OperationName } from '../protocol/models.ts';
import type { Printer } from '../protocol/printer.ts';
import { createEventQueue } from '../state/event-queue.ts';
import type { Order, StartTurn } from '../state/start-turn.ts';
import { type Call, type Handler, pathParameter } from './handler.ts';
import { eventStream, json } from './handler-reply.ts';

type InvocationName = Extract<OperationName, `invoke${string}`>;

/** The three ways to run an agent, and the same for workflows. */
export function createInvocationHandlers(start: StartTurn, printer: Printer): Record<InvocationName, Handler> {
  const startOnly: Handler = async (call) => {
    const { task } = start(orderOf(call));
    await call.accepted();
    return json(printer.task(task));
  };

  const runToEnd: Handler = async (call) => {
    const record = start(orderOf(call));
    await call.accepted();
    await call.waitFor(record.run.ended);
    return json(printer.task(record.task));
  };

  const stream: Handler = async (call) => {
    const events = createEventQueue();
    start({ ...orderOf(call), listener: events });
    await call.accepted();
    return eventStream(events);
  };

  return {
    invoke: (call) => (call.query.asynchronous === true ? startOnly(call) : runToEnd(call)),
    invokeAsync: startOnly,
    invokeStream: stream,
    invokeWorkflow: runToEnd,
    invokeWorkflowAsync: startOnly,
    invokeWorkflowStream: stream,
  };
}

function orderOf(call: Call): Order {
  const workflowId = pathParameter(call, 'workflow_id');
  return {
    agentId: workflowId || pathParameter(call, 'agent_id'),
    organizationId: call.organizationId,
    version: (call.query.version as string | undefined) ?? null,
    // The validator has checked it against the description these types come from.
    request: call.body as InvokeRequest,
    isOrchestration: workflowId !== '',
  };
}
