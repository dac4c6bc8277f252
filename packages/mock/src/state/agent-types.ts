import type { Script, TurnInput } from '../agents/types.ts';
import type { AgentDetails, CreateAgentRequest } from '../protocol/models.ts';

/**
 * The agents and workflows of a mock. Each organization has its own.
 *
 * Every organization has an agent for each script. Without scripts, an agent is created for an id at its first run or
 * change. An agent that was created over the API belongs to that organization, and the built-in agent plays it.
 */
export interface AgentStore {
  list(organizationId: string, kind: 'agent' | 'workflow'): readonly AgentDetails[];
  /**
   * The agent with its draft. Creates nothing.
   *
   * @throws HttpError 404 with the text `missing`, or 403 for an agent of another organization.
   */
  get(id: string, organizationId: string, missing?: string): AgentDetails;
  /** The settings with which a run of this version starts. `null` is the live version. @throws as `get` does. */
  use(id: string, organizationId: string, version: string | null, missing?: string): AgentDetails;
  /** Whether `get` would return an agent. */
  has(id: string, organizationId: string): boolean;
  /** The script of an agent. Without one, the built-in agent makes a timeline for the turn. */
  scriptFor(id: string, turn: TurnInput): Script;
  /** @throws HttpError 422 when the name is taken. */
  create(settings: CreateAgentRequest, organizationId: string): AgentDetails;
  /** Changes an agent at once, or the draft of a workflow, which `deploy` makes live. */
  edit(id: string, organizationId: string, changes: Partial<AgentDetails>, deploy: boolean): AgentDetails;
  /** Makes the draft live. Does nothing if the agent has no drafts, unless it is called a workflow by `type`. */
  deploy(id: string, organizationId: string, type?: 'orchestration'): AgentDetails;
  remove(id: string, organizationId: string): void;
  /** Restores the initial agents. */
  clear(): void;
}
