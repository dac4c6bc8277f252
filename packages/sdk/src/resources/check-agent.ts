import { agentMembers } from '../config/known-members.ts';
import { findMisplaced } from '../config/near-miss.ts';
import { hintForOption } from '../config/validate-options.ts';
import { isObject, show } from '../config/values.ts';
import { writeJson } from '../config/write-json.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { CreateAgentRequest, Defined, UpdateAgentRequest } from '../models.ts';

/**
 * Copies the settings of a new agent.
 *
 * @throws ConfigurationError for settings without a name, or with a member that the server would ignore.
 */
export function toNewAgent(body: CreateAgentRequest): Defined<CreateAgentRequest> {
  const { name } = checkSettings('body', body);
  if (typeof name === 'string' && name.trim() !== '') return copy('body', body);
  throw new ConfigurationError('name', `must be a non-empty string; got ${show(name)}`, 'Pass the name of the agent');
}

/**
 * Copies the changes of an agent.
 *
 * @throws ConfigurationError if there are none, or for a member that the server would ignore.
 */
export function toAgentChanges(changes: UpdateAgentRequest): Defined<UpdateAgentRequest> {
  const isChange = Object.values(checkSettings('changes', changes)).some((value) => value !== undefined);
  if (isChange) return copy('changes', changes);
  throw new ConfigurationError('changes', 'are empty', 'Pass at least one setting, such as { name }');
}

function checkSettings(what: string, settings: unknown): Record<string, unknown> {
  if (!isObject(settings))
    throw new ConfigurationError(what, `must be an object; got ${show(settings)}`, 'Pass settings, such as { name }');
  const misplaced = findMisplaced(settings, agentMembers, hintForOption(what));
  if (misplaced === undefined) return settings;
  throw new ConfigurationError(misplaced[0], 'is not a setting of an agent', misplaced[1]);
}

function copy<T>(what: string, settings: T): Defined<T> {
  return JSON.parse(writeJson(what, settings)) as Defined<T>;
}
