import { playBuiltInAgent } from '../agents/built-in-agent.ts';
import type { Script } from '../agents/types.ts';
import { httpError } from '../protocol/http-error.ts';
import type { AgentDetails, UpdateAgentRequest } from '../protocol/models.ts';
import { formatTimestamp } from '../protocol/timestamps.ts';
import { createAgent } from './new-agent.ts';
import type { AgentStore } from './types.ts';

export function createAgentStore(scripts: Readonly<Record<string, Script>> | undefined, now: () => number): AgentStore {
  /** By organization and id. `undefined` is a deleted agent. */
  let organizations = new Map<string, Map<string, AgentDetails | undefined>>();
  let owners = new Map<string, string>();

  const agentsOf = (organizationId: string): Map<string, AgentDetails | undefined> => {
    const known = organizations.get(organizationId);
    if (known !== undefined) return known;
    const createdAt = formatTimestamp(now());
    const made = new Map(
      Object.keys(scripts ?? {}).map((id) => [id, createAgent({ name: id }, { id, organizationId, createdAt })]),
    );
    organizations.set(organizationId, made);
    return made;
  };

  const isForeign = (id: string, organizationId: string): boolean =>
    (owners.get(id) ?? organizationId) !== organizationId;
  const has: AgentStore['has'] = (id, organizationId) => {
    const agents = agentsOf(organizationId);
    if (agents.has(id)) return agents.get(id) !== undefined;
    return scripts === undefined && !isForeign(id, organizationId);
  };
  const get: AgentStore['get'] = (id, organizationId, missing = 'Agent not found') => {
    if (isForeign(id, organizationId)) throw httpError(403, 'This agent belongs to another organization');
    if (!has(id, organizationId)) throw httpError(404, missing);
    const found = agentsOf(organizationId).get(id);
    if (found !== undefined) return found;
    return put(createAgent({ name: id }, { id, organizationId, createdAt: formatTimestamp(now()) }), organizationId);
  };
  const put = (agent: AgentDetails, organizationId: string): AgentDetails => {
    agentsOf(organizationId).set(agent.id, agent);
    return agent;
  };
  const list: AgentStore['list'] = (organizationId) =>
    [...agentsOf(organizationId).values()].filter((agent) => agent !== undefined);

  return {
    list,
    get,
    has,
    scriptFor: (id, turn) =>
      (scripts !== undefined && Object.hasOwn(scripts, id) && scripts[id]) || playBuiltInAgent(turn),
    create: (settings, organizationId) => {
      if (list(organizationId).some(({ name }) => name === settings.name)) throw nameTaken(settings.name);
      const origin = { id: crypto.randomUUID(), organizationId, createdAt: formatTimestamp(now()) };
      owners.set(origin.id, organizationId);
      return put(createAgent(settings, origin), organizationId);
    },
    update: (id, organizationId, changes) => {
      const agent = get(id, organizationId);
      return put({ ...agent, ...readChanges(changes), has_pending_changes: true }, organizationId);
    },
    deploy: (id, organizationId) => {
      const agent = get(id, organizationId);
      const deployed = { version: (agent.version ?? 1) + 1, deployed_at: formatTimestamp(now()) };
      return put({ ...agent, ...deployed, has_pending_changes: false }, organizationId);
    },
    remove: (id, organizationId) => {
      get(id, organizationId);
      agentsOf(organizationId).set(id, undefined);
    },
    clear: () => {
      organizations = new Map();
      owners = new Map();
    },
  };
}

/** @throws HttpError 422 if there is nothing to change. */
function readChanges(changes: UpdateAgentRequest): Partial<AgentDetails> {
  const { should_reset_graph: isGraphReset, organization_id: _organization, agent_id: _agent, ...settings } = changes;
  const given = Object.entries(settings).filter(([, value]) => value !== undefined && value !== null);
  if (given.length === 0 && isGraphReset !== true) {
    const issue = { type: 'value_error', loc: ['body'], msg: 'Value error, at least one field is required' };
    throw httpError(422, [{ ...issue, input: changes }]);
  }
  return { ...Object.fromEntries(given), ...(isGraphReset === true ? { graph: [] } : {}) };
}

function nameTaken(name: string): Error {
  const msg = 'Value error, an agent with this name already exists';
  return httpError(422, [{ type: 'value_error', loc: ['body', 'name'], msg, input: name }]);
}
