import { ConfigurationError, type Xpander } from '@xpander/sdk';
import type { AgentChoice, AgentServerOptions, ServedAgent } from '../options.ts';

/** More tools than these are served only on request. */
export const mostAgents = 50;

/**
 * Reads what the tools of the agents show.
 *
 * @throws ConfigurationError if there is no agent, or too many.
 * @throws ApiError if the API does not know an agent or rejects the key.
 */
export async function findAgents({ client, agents, limit }: AgentServerOptions): Promise<ServedAgent[]> {
  return agents === 'all' ? listAgents(client, limit) : Promise.all(agents.map((agent) => readAgent(client, agent)));
}

async function readAgent(client: Xpander, { id, name, description }: AgentChoice): Promise<ServedAgent> {
  if (name !== undefined && description !== undefined) return { id, name, description };
  const found = await client.agents.get(id);
  return { id, name: name ?? (found.name || id), description: description ?? (found.description || '') };
}

async function listAgents(client: Xpander, limit: number | undefined): Promise<ServedAgent[]> {
  const found: ServedAgent[] = [];
  for await (const { id, name, description, status } of client.agents.list()) {
    // Only an active agent can be invoked.
    if (status === 'DRAFT' || status === 'INACTIVE') continue;
    if (found.length === limit) break;
    if (limit === undefined && found.length === mostAgents) throw tooMany();
    found.push({ id, name: name || id, description: description || '' });
  }
  if (found.length > 0) return found;
  throw new ConfigurationError('agents', 'there is no active agent', 'Create one, or name the agents by their ids');
}

function tooMany(): ConfigurationError {
  const problem = `there are more than ${mostAgents} active agents, and each would become a tool`;
  return new ConfigurationError(
    'agents',
    problem,
    'Name the ones to serve, or set a limit (--agents <id>,<id> or --limit <n>)',
  );
}
