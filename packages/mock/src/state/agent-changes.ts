import { httpError } from '../protocol/http-error.ts';
import type { AgentDetails, UpdateAgentRequest, UpdateWorkflowRequest } from '../protocol/models.ts';

/**
 * The settings that an update changes. A member that is null changes nothing.
 *
 * @throws HttpError 422 if there is nothing to change.
 */
export function readChanges(changes: UpdateAgentRequest | UpdateWorkflowRequest): Partial<AgentDetails> {
  const { should_reset_graph: isGraphReset, ...others }: UpdateAgentRequest = changes;
  const { organization_id: _organization, agent_id: _agent, ...settings } = others;
  const given = Object.entries(settings).filter(([, value]) => value !== undefined && value !== null);
  if (given.length === 0 && isGraphReset !== true) {
    const issue = { type: 'value_error', loc: ['body'], msg: 'Value error, at least one field is required' };
    throw httpError(422, [{ ...issue, input: changes }]);
  }
  return { ...Object.fromEntries(given), ...(isGraphReset === true ? { graph: [] } : {}) };
}
