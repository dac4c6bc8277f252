import type { InvokeRequest, OperationName } from '../protocol/models.ts';
import { createEventQueue } from '../state/event-queue.ts';
import { startTurn } from '../state/start-turn.ts';
import type { TurnRequest } from '../state/types.ts';
import { eventStream, json } from './handler-reply.ts';
import { pathParameter } from './path-parameter.ts';
import type { Handler, HandlerParts, HandlerRequest } from './types.ts';

type InvocationName = Extract<OperationName, `invoke${string}`>;

/** Creates the handlers of the three ways to run an agent or a workflow. */
export function createInvocationHandlers(parts: HandlerParts): Record<InvocationName, Handler> {
  const startOnly: Handler = async (request) => {
    const { task } = startTurn(parts, turnRequestOf(request));
    await request.accepted();
    return json(parts.printer.task(task));
  };

  const runToEnd: Handler = async (request) => {
    const record = startTurn(parts, turnRequestOf(request));
    await request.accepted();
    await request.waitFor(record.run.endedOrPaused);
    return json(parts.printer.task(record.task));
  };

  const stream: Handler = async (request) => {
    const events = createEventQueue();
    startTurn(parts, { ...turnRequestOf(request), listener: events });
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

function turnRequestOf(request: HandlerRequest): TurnRequest {
  const workflowId = pathParameter(request, 'workflow_id');
  return {
    agentId: workflowId || pathParameter(request, 'agent_id'),
    organizationId: request.organizationId,
    version: (request.query.version as string | undefined) ?? null,
    // The validator has checked the body against the description of this type.
    request: request.body as InvokeRequest,
    isOrchestration: workflowId !== '',
  };
}
