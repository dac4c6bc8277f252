import type { Delegation } from '../agents/types.ts';
import type { InvokeRequest } from '../protocol/models.ts';
import type { StreamListener } from '../protocol/types.ts';
import type { AgentStore } from './agent-types.ts';
import { runSettings } from './run-settings.ts';
import type { TaskRecord, TaskStore, TurnRequest } from './types.ts';

/** The stores that a turn reads and changes. */
interface Stores {
  readonly tasks: TaskStore;
  readonly agents: AgentStore;
}

/**
 * Starts a turn of an agent. Its script may delegate work to other agents.
 *
 * @throws HttpError 404 if the agent does not exist, 403 if the agent or the task belongs to another organization.
 */
export function startTurn(stores: Stores, request: TurnRequest): TaskRecord {
  const { tasks, agents } = stores;
  const { agentId, organizationId, version, isOrchestration } = request;
  const missing = isOrchestration ? 'Workflow not found' : 'Agent not found';
  const agent = agents.use(agentId, organizationId, version, missing);
  return tasks.start({
    ...request,
    settings: runSettings(request, agent),
    chooseScript: (turn) => agents.scriptFor(agentId, turn),
    delegate: (work, parentId) => {
      const { run } = startSubTask(stores, request, work, parentId);
      return request.conversation?.isAsync === true ? Promise.resolve() : run.ended;
    },
  });
}

function startSubTask(stores: Stores, parent: TurnRequest, work: Delegation, parentId: string): TaskRecord {
  const { organizationId } = parent;
  if (!stores.agents.has(work.agentId, organizationId)) {
    throw new Error(`The script delegated work to "${work.agentId}", but this agent does not exist.`);
  }
  const request: InvokeRequest = {
    input: { text: work.query, files: [...work.files] },
    parent_execution_id: parentId,
    triggering_agent_id: parent.agentId,
  };
  const { agentId } = work;
  const listener = parent.conversation === undefined ? undefined : mirrorTo(parent.listener);
  return startTurn(stores, { agentId, organizationId, version: null, request, isOrchestration: false, listener });
}

/** The life of a sub-task as the stream of its parent shows it (openapi/FACTS.md#d5). */
function mirrorTo(listener: StreamListener | undefined): StreamListener | undefined {
  if (listener === undefined) return undefined;
  return {
    push: (event) =>
      listener.push({ ...event, type: event.type.replace(/^task_(?=created|updated|finished)/, 'sub_task_') }),
    end: () => {},
  };
}
