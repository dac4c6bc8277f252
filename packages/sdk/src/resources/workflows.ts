import { getWorkflow, listWorkflows } from '../api/agent-operations.ts';
import type { Pages } from '../api/pagination.ts';
import { checkId } from '../config/validators.ts';
import { callOnce } from '../core/call-once.ts';
import type { Core } from '../core/types.ts';
import { traced } from '../errors/caller-trace.ts';
import type { AgentDetails, WorkflowQuery } from '../models.ts';
import type { RequestOptions } from '../options/call-options.ts';
import { createInvocations, type Invocations } from './invocations.ts';
import { listPages } from './list-pages.ts';

/**
 * The workflows of an organization: lists them, and starts their runs.
 *
 * The run of a workflow is a task like any other: `tasks` reads it, waits for it and stops it, and its `agent_id` is the
 * id of the workflow. Runs use the deployed version; the `version` `"draft"` runs changes that are not deployed yet.
 */
export interface Workflows extends Invocations {
  /** Lists workflows, with all their settings. Reads the next page when the iteration needs it. */
  list(query?: WorkflowQuery, options?: RequestOptions): Pages<AgentDetails>;
  /** Reads a workflow with all its settings: an agent of type `orchestration`, whose nodes are `orchestration_nodes`. */
  get(workflowId: string, options?: RequestOptions): Promise<AgentDetails>;
}

export function createWorkflows(core: Core): Workflows {
  return {
    ...createInvocations(core, 'workflow'),
    list: (query = {}, options = {}) =>
      listPages(core, query, options, (page, call) => listWorkflows(core, page, call)),
    get: (workflowId, options = {}) =>
      traced(async () => {
        const id = checkId('workflowId', workflowId);
        return callOnce(core, options, (call) => getWorkflow(core, id, call));
      }),
  };
}
