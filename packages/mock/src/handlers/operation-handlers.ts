import type { operations } from '@xpander/generated';
import type { OperationName } from '../protocol/models.ts';
import { createAgentHandlers } from './agent-handlers.ts';
import { createConversationHandlers } from './conversation-handlers.ts';
import { json } from './handler-reply.ts';
import { createInvocationHandlers } from './invocation-handlers.ts';
import { listModels, listProviders } from './llm-models.ts';
import { pathParameter } from './path-parameter.ts';
import { createTaskHandlers } from './task-handlers.ts';
import { createToolHandlers } from './tool-handlers.ts';
import type { Handler, HandlerParts } from './types.ts';
import { createWorkflowHandlers } from './workflow-handlers.ts';

/** Creates the handlers of one mock. An operation without a handler is a compile error here. */
export function createOperationHandlers(parts: HandlerParts): Record<OperationName, Handler> {
  return {
    health: () => json('ok'),
    ...createInvocationHandlers(parts),
    ...createTaskHandlers(parts),
    ...createAgentHandlers(parts),
    ...createToolHandlers(parts),
    ...createWorkflowHandlers(parts),
    ...createConversationHandlers(parts),
    listLlmProviders: () => json(listProviders()),
    listLlmModels: (request) => json(listModels(pathParameter(request, 'provider_identifier'))),
  } satisfies Record<keyof operations, Handler>;
}
