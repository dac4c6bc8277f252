import type { AgentDetails, AgentSummary } from '@xpander/sdk';
import { createClient } from '../client/create-client.ts';
import type { Column } from '../output/table.ts';
import { printRows } from '../screen/print-rows.ts';
import { forEachId } from './for-each-id.ts';
import { readList } from './read-list.ts';
import type { IdsCall, RecordCall } from './types.ts';

const columns: readonly Column<AgentSummary | AgentDetails>[] = [
  { title: 'id', value: ({ id }) => id, min: 8 },
  { title: 'name', value: ({ name }) => name, min: 8 },
  { title: 'status', value: ({ status }) => status },
  { title: 'model', value: ({ model_name: model }) => model, min: 6 },
  { title: 'description', value: ({ description }) => description, min: 6 },
];

/** Lists agents. */
export async function listAgents({ options, session }: RecordCall<{ readonly limit?: number }>): Promise<void> {
  const client = await createClient(options, session);
  const { signal } = session.interrupts;
  const agents = await readList((page) => client.agents.list(page, { signal }), options.limit);
  await printRows(agents, columns, session);
}

/** Reads agents. With `--json`, one agent a line. */
export async function getAgents({ ids, options, session }: IdsCall): Promise<void> {
  const client = await createClient(options, session);
  const { signal } = session.interrupts;
  const agents: AgentDetails[] = [];
  await forEachId(
    ids,
    session,
    (id) => client.agents.get(id, { signal }),
    async (agent) => void agents.push(agent),
  );
  if (agents.length === 0) return;
  if (!session.isJson) return printRows(agents, columns, session);
  for (const agent of agents) await session.printJson(agent);
}
