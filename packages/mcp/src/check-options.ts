import { ConfigurationError } from '@xpander/sdk';
import type { AgentServerOptions, ToolSettings } from './options.ts';

const known = {
  client: true,
  agents: true,
  limit: true,
  holdMs: true,
  heartbeatMs: true,
  onCancel: true,
} as const satisfies Record<keyof AgentServerOptions, true>;

/** The longest time that a timer can count. */
const longestMs = 2 ** 31 - 1;

/**
 * Checks the options and fills in their defaults.
 *
 * @throws ConfigurationError that names the option and the fix.
 */
export function checkOptions(options: AgentServerOptions): ToolSettings {
  const unknown = Object.keys(options).find((name) => !(name in known));
  if (unknown !== undefined)
    throw new ConfigurationError(unknown, 'is not an option', `The options are ${Object.keys(known).join(', ')}`);
  const { client, agents, limit, holdMs = 50_000, heartbeatMs = 5_000, onCancel = 'stop' } = options;
  checkClient(client);
  checkAgents(agents);
  checkLimit(limit, agents);
  checkMs('holdMs', holdMs, 'no limit');
  checkMs('heartbeatMs', heartbeatMs, 'no notifications');
  if (onCancel !== 'stop' && onCancel !== 'leave')
    throw new ConfigurationError('onCancel', `got ${show(onCancel)}`, 'Pass "stop" or "leave"');
  return { client, holdMs, heartbeatMs, onCancel };
}

/** A client of another copy of the SDK counts too. */
function checkClient(client: unknown): void {
  const { agent, agents, tasks } = Object(client) as Record<string, unknown>;
  if (typeof agent === 'function' && Object(agents) === agents && Object(tasks) === tasks) return;
  throw new ConfigurationError('client', 'must be a client of @xpander/sdk', 'Pass new Xpander()');
}

function checkAgents(agents: unknown): void {
  const howTo = 'Pass a list such as [{ id: "…" }], or "all"';
  if (agents === 'all') return;
  if (!Array.isArray(agents) || agents.length === 0)
    throw new ConfigurationError('agents', Array.isArray(agents) ? 'is empty' : `got ${show(agents)}`, howTo);
  const ids = new Set<unknown>();
  for (const [index, agent] of agents.entries()) {
    const { id, name, description, ...rest } = Object(agent) as Record<string, unknown>;
    const place = `agents[${index}]`;
    if (typeof id !== 'string' || id.trim() === '')
      throw new ConfigurationError(`${place}.id`, `must be the id of an agent; got ${show(id)}`, howTo);
    if (ids.has(id)) throw new ConfigurationError(`${place}.id`, `${show(id)} is listed twice`, 'Remove one');
    ids.add(id);
    for (const [member, value] of Object.entries({ name, description })) {
      if (value === undefined || (typeof value === 'string' && value.trim() !== '')) continue;
      throw new ConfigurationError(
        `${place}.${member}`,
        `must be a text; got ${show(value)}`,
        'Leave it out to read it',
      );
    }
    const [unknown] = Object.keys(rest);
    if (unknown !== undefined)
      throw new ConfigurationError(`${place}.${unknown}`, 'is not a member', 'The members are id, name, description');
  }
}

function checkLimit(limit: unknown, agents: unknown): void {
  if (limit === undefined) return;
  if (agents !== 'all') throw new ConfigurationError('limit', 'needs agents: "all"', 'Leave it out');
  if (!Number.isSafeInteger(limit) || Number(limit) < 1)
    throw new ConfigurationError('limit', `must be a whole number from 1; got ${show(limit)}`, 'For example 20');
}

function checkMs(name: string, value: unknown, zero: string): void {
  if (typeof value === 'number' && value >= 0 && value <= longestMs) return;
  const range = `must be a number of milliseconds from 0 to ${longestMs}`;
  throw new ConfigurationError(name, `${range}; got ${show(value)}`, `0 means ${zero}`);
}

function show(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return JSON.stringify(value);
  return Array.isArray(value) ? 'an array' : typeof value;
}
