import type { Delegation, ShownEvent } from './types.ts';

/** Whether a script may yield `value` as an event. */
export function isShownEvent(value: unknown): value is ShownEvent {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Returns the work that a `sub_agent_trigger` gives to another agent, or `undefined` for any other event. */
export function readDelegation({ type, data }: ShownEvent): Delegation | undefined {
  if (type !== 'sub_agent_trigger' || typeof data !== 'object' || data === null) return undefined;
  const { agent_id: agentId, query, files } = data as Record<string, unknown>;
  if (typeof agentId !== 'string' || agentId === '') return undefined;
  const isList = Array.isArray(files) && files.every((file) => typeof file === 'string');
  return { agentId, query: typeof query === 'string' ? query : '', files: isList ? files : [] };
}
