import type { operations } from '@xpander/generated';
import type { OperationName } from '../protocol/models.ts';
import type { Printer, WireSettings } from '../protocol/types.ts';
import { createStartTurn } from '../state/start-turn.ts';
import type { AgentStore, TaskStore } from '../state/types.ts';
import { createAgentHandlers } from './agent-handlers.ts';
import { json } from './handler-reply.ts';
import { createInvocationHandlers } from './invocation-handlers.ts';
import { listModels, listProviders } from './llm-models.ts';
import { pathParameter } from './path-parameter.ts';
import { createTaskHandlers } from './task-handlers.ts';
import type { Handler } from './types.ts';

/** What the handlers of one mock work with. */
export interface HandlerParts {
  store: TaskStore;
  agents: AgentStore;
  printer: Printer;
  wire: WireSettings;
}

/** Makes the handlers of one mock, one for each operation: a new one is a compile error here. */
export function createHandlers(parts: HandlerParts): Record<OperationName, Handler> {
  const { store, agents, printer } = parts;
  return {
    health: () => json('ok'),
    ...createInvocationHandlers(createStartTurn(store, agents), printer),
    ...createTaskHandlers(parts),
    ...createAgentHandlers(agents, store),
    listLlmProviders: () => json(listProviders()),
    listLlmModels: (request) => json(listModels(pathParameter(request, 'provider_identifier'))),
  } satisfies Record<keyof operations, Handler>;
}
