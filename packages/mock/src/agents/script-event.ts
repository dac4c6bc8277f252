/** An event that a script shows on its task's stream; see `ScriptEvent`. */
export interface ShownEvent {
  /**
   * `think`, `analyze`, `tool_call_request`, `tool_call_result`, `chunk`, `plan_updated`, `sub_agent_trigger`,
   * `auth_event`, `task_compactization`, or any other text, to test how clients take an event they do not know.
   */
  readonly type: string;
  /** What the event carries. Default `null`. */
  readonly data?: unknown;
  /** The task the event speaks of. Default: the script's own. */
  readonly task_id?: string | undefined;
}

/** Whether a script may yield `value` as an event. */
export function isShownEvent(value: unknown): value is ShownEvent {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The work that a `sub_agent_trigger` hands over, or `undefined` when the event is about something else. */
export interface Delegation {
  readonly agentId: string;
  readonly query: string;
  readonly files: readonly string[];
}

export function readDelegation({ type, data }: ShownEvent): Delegation | undefined {
  if (type !== 'sub_agent_trigger' || typeof data !== 'object' || data === null) return undefined;
  const { agent_id: agentId, query, files } = data as Record<string, unknown>;
  if (typeof agentId !== 'string' || agentId === '') return undefined;
  const isList = Array.isArray(files) && files.every((file) => typeof file === 'string');
  return { agentId, query: typeof query === 'string' ? query : '', files: isList ? files : [] };
}
