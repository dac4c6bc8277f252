import { playBuiltInAgent } from '../agents/built-in-agent.ts';
import type { Script } from '../agents/types.ts';
import { httpError } from '../protocol/http-error.ts';
import type { AgentDetails } from '../protocol/models.ts';
import { formatTimestamp } from '../protocol/timestamps.ts';
import {
  type AgentRecord,
  changeDraft,
  changeLive,
  createAgentRecord,
  deployDraft,
  settingsOf,
  shownAgent,
} from './agent-records.ts';
import type { AgentStore } from './agent-types.ts';
import { createAgent } from './new-agent.ts';

type Scripts = Readonly<Record<string, Script>>;

/** The scripts of a mock, and how its agents change. */
export interface AgentStoreOptions {
  readonly agents: Scripts | undefined;
  readonly workflows: Scripts | undefined;
  /** Whether changes of agents are staged until they are deployed, as before November 2026. */
  readonly agentDrafts: boolean;
}

interface AgentTables extends AgentStoreOptions {
  readonly now: () => number;
  /** By organization and id. `undefined` is a deleted agent. */
  readonly organizations: Map<string, Map<string, AgentRecord | undefined>>;
  /** The organization of each agent that was created over the API. */
  readonly owners: Map<string, string>;
}

/** Creates the agents and workflows of one mock. */
export function createAgentStore(options: AgentStoreOptions, now: () => number): AgentStore {
  const tables: AgentTables = { ...options, now, organizations: new Map(), owners: new Map() };
  const isStaged = (agent: AgentDetails): boolean => options.agentDrafts || agent.type === 'orchestration';
  return {
    get: (...which) => shownAgent(findRecord(tables, ...which)),
    list: (organizationId, kind) =>
      recordsOf(tables, organizationId)
        .map(shownAgent)
        .filter(({ type }) => (type === 'orchestration') === (kind === 'workflow')),
    has: (id, organizationId) => hasAgent(tables, id, organizationId),
    use: (id, organizationId, version, missing) => settingsOf(keepRecord(tables, id, organizationId, missing), version),
    scriptFor: (id, turn) => scriptOf(tables, id) ?? playBuiltInAgent(turn),
    create: (settings, organizationId) => {
      const isTaken = recordsOf(tables, organizationId).some((record) => shownAgent(record).name === settings.name);
      if (isTaken) throw nameTaken(settings.name);
      const origin = { id: crypto.randomUUID(), organizationId, createdAt: formatTimestamp(now()) };
      const record = createAgentRecord(createAgent(settings, origin));
      tables.owners.set(origin.id, organizationId);
      agentsOf(tables, organizationId).set(origin.id, record);
      return record.live;
    },
    edit: (id, organizationId, changes, deploy) => {
      const record = keepRecord(tables, id, organizationId);
      if (!isStaged({ ...record.live, ...changes })) changeLive(record, changes, now());
      else {
        changeDraft(record, changes);
        if (deploy) deployDraft(record, now());
      }
      return shownAgent(record);
    },
    deploy: (id, organizationId, type) => {
      const record = keepRecord(tables, id, organizationId);
      if (isStaged(record.live) || type !== undefined) deployDraft(record, now());
      return shownAgent(record);
    },
    remove: (id, organizationId) => {
      findRecord(tables, id, organizationId);
      agentsOf(tables, organizationId).set(id, undefined);
    },
    clear: () => {
      tables.organizations.clear();
      tables.owners.clear();
    },
  };
}

/** The records of an organization. At first these are the scripted agents and workflows. */
function agentsOf(tables: AgentTables, organizationId: string): Map<string, AgentRecord | undefined> {
  const known = tables.organizations.get(organizationId);
  if (known !== undefined) return known;
  const { agents = {}, workflows = {} } = tables;
  const records = new Map<string, AgentRecord | undefined>(
    [...Object.keys(agents), ...Object.keys(workflows)].map((id) => [id, newRecord(tables, id, organizationId)]),
  );
  tables.organizations.set(organizationId, records);
  return records;
}

function newRecord({ workflows = {}, now }: AgentTables, id: string, organizationId: string): AgentRecord {
  const type = Object.hasOwn(workflows, id) ? 'orchestration' : 'manager';
  return createAgentRecord(createAgent({ name: id, type }, { id, organizationId, createdAt: formatTimestamp(now()) }));
}

function recordsOf(tables: AgentTables, organizationId: string): AgentRecord[] {
  return [...agentsOf(tables, organizationId).values()].filter((record) => record !== undefined);
}

/** The record of an agent. That of the built-in agent is not kept, because a read creates no agent. */
function findRecord(tables: AgentTables, id: string, organizationId: string, missing = 'Agent not found'): AgentRecord {
  if (isForeign(tables, id, organizationId)) throw httpError(403, 'This agent belongs to another organization');
  if (!hasAgent(tables, id, organizationId)) throw httpError(404, missing);
  return agentsOf(tables, organizationId).get(id) ?? newRecord(tables, id, organizationId);
}

function keepRecord(tables: AgentTables, id: string, organizationId: string, missing?: string): AgentRecord {
  const record = findRecord(tables, id, organizationId, missing);
  agentsOf(tables, organizationId).set(id, record);
  return record;
}

function hasAgent(tables: AgentTables, id: string, organizationId: string): boolean {
  const agents = agentsOf(tables, organizationId);
  if (agents.has(id)) return agents.get(id) !== undefined;
  const isAnyIdPlayed = tables.agents === undefined && tables.workflows === undefined;
  return isAnyIdPlayed && !isForeign(tables, id, organizationId);
}

function isForeign({ owners }: AgentTables, id: string, organizationId: string): boolean {
  return (owners.get(id) ?? organizationId) !== organizationId;
}

function scriptOf({ agents = {}, workflows = {} }: AgentTables, id: string): Script | undefined {
  if (Object.hasOwn(agents, id)) return agents[id];
  return Object.hasOwn(workflows, id) ? workflows[id] : undefined;
}

function nameTaken(name: string): Error {
  const msg = 'Value error, an agent with this name already exists';
  return httpError(422, [{ type: 'value_error', loc: ['body', 'name'], msg, input: name }]);
}
