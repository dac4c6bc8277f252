import { getWorkflow } from '../api/agent-operations.ts';
import { withDefaults } from '../config/validate-options.ts';
import { callOnce } from '../core/call-once.ts';
import type { Core } from '../core/types.ts';
import { traced } from '../errors/caller-trace.ts';
import type { AgentDetails } from '../models.ts';
import type { AgentDefaults, RequestOptions } from '../options/call-options.ts';
import { type BoundInvocations, bindInvocations } from './bound-invocations.ts';

/** The verbs of {@link Workflows} for one workflow, with default options. */
export interface Workflow extends BoundInvocations {
  /** Reads the workflow with all its settings: an agent of type `orchestration`, whose nodes are `orchestration_nodes`. */
  get(options?: RequestOptions): Promise<AgentDetails>;
}

/** Binds the verbs to one workflow. @throws ConfigurationError if the id or a default is invalid. */
export function bindWorkflow(core: Core, workflowId: string, defaults: AgentDefaults = {}): Workflow {
  const verbs = bindInvocations(core, 'workflow', workflowId, defaults);
  return {
    ...verbs,
    get: (options = {}) =>
      traced(() =>
        callOnce(core, withDefaults(defaults, options, 'request'), (call) => getWorkflow(core, workflowId, call)),
      ),
  };
}
