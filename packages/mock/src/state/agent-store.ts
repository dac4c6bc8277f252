import { playBuiltInAgent } from '../agents/built-in-agent.ts';
import type { Script } from '../agents/types.ts';
import { httpError } from '../protocol/http-error.ts';
import type { AgentDetails, UpdateAgentRequest } from '../protocol/models.ts';
import { formatTimestamp } from '../protocol/timestamps.ts';
import { createAgent } from './new-agent.ts';
import type { AgentStore } from './types.ts';

interface AgentTables {
  readonly scripts: Readonly<Record<string, Script>> | undefined;
  readonly now: () => number;
  /** By organization and id. `undefined` is a deleted agent. */
  readonly organizations: Map<string, Map<string, AgentDetails | undefined>>;
  /** The organization of each agent that was created with `createAgent`. */
  readonly owners: Map<string, string>;
}

/** Creates the agents of one mock. */
export function createAgentStore(scripts: AgentTables['scripts'], now: () => number): AgentStore {
  const tables: AgentTables = { scripts, now, organizations: new Map(), owners: new Map() };
  const get: AgentStore['get'] = (...which) => getAgent(tables, ...which);
  const put = (agent: AgentDetails, organizationId: string): AgentDetails => putAgent(tables, agent, organizationId);
  return {
    get,
    list: (organizationId) => listAgents(tables, organizationId),
    has: (id, organizationId) => hasAgent(tables, id, organizationId),
    scriptFor: (id, turn) =>
      (scripts !== undefined && Object.hasOwn(scripts, id) && scripts[id]) || playBuiltInAgent(turn),
    create: (settings, organizationId) => {
      if (listAgents(tables, organizationId).some(({ name }) => name === settings.name)) throw nameTaken(settings.name);
      const origin = { id: crypto.randomUUID(), organizationId, createdAt: formatTimestamp(now()) };
      tables.owners.set(origin.id, organizationId);
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
      agentsOf(tables, organizationId).set(id, undefined);
    },
    clear: () => {
      tables.organizations.clear();
      tables.owners.clear();
    },
  };
}

/** The agents of an organization. At first these are the agents of the scripts. */
function agentsOf(
  { organizations, scripts, now }: AgentTables,
  organizationId: string,
): Map<string, AgentDetails | undefined> {
  const known = organizations.get(organizationId);
  if (known !== undefined) return known;
  const createdAt = formatTimestamp(now());
  const agents = new Map(
    Object.keys(scripts ?? {}).map((id) => [id, createAgent({ name: id }, { id, organizationId, createdAt })]),
  );
  organizations.set(organizationId, agents);
  return agents;
}

function listAgents(tables: AgentTables, organizationId: string): AgentDetails[] {
  return [...agentsOf(tables, organizationId).values()].filter((agent) => agent !== undefined);
}

function getAgent(tables: AgentTables, id: string, organizationId: string, missing = 'Agent not found'): AgentDetails {
  if (isForeign(tables, id, organizationId)) throw httpError(403, 'This agent belongs to another organization');
  if (!hasAgent(tables, id, organizationId)) throw httpError(404, missing);
  const found = agentsOf(tables, organizationId).get(id);
  if (found !== undefined) return found;
  const origin = { id, organizationId, createdAt: formatTimestamp(tables.now()) };
  return putAgent(tables, createAgent({ name: id }, origin), organizationId);
}

function putAgent(tables: AgentTables, agent: AgentDetails, organizationId: string): AgentDetails {
  agentsOf(tables, organizationId).set(agent.id, agent);
  return agent;
}

function hasAgent(tables: AgentTables, id: string, organizationId: string): boolean {
  const agents = agentsOf(tables, organizationId);
  if (agents.has(id)) return agents.get(id) !== undefined;
  return tables.scripts === undefined && !isForeign(tables, id, organizationId);
}

function isForeign({ owners }: AgentTables, id: string, organizationId: string): boolean {
  return (owners.get(id) ?? organizationId) !== organizationId;
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
