import type { ShownEvent } from '../agents/types.ts';
import type { ActivityEntry } from './types.ts';

/** The entries that an event adds to the activity of a conversation: one or none (openapi/FACTS.md#b17). */
export function activityOf({ type, data }: ShownEvent, createdAt: string): ActivityEntry[] {
  const members = membersOf(type, data);
  return members === undefined ? [] : [{ id: crypto.randomUUID(), created_at: createdAt, ...members }];
}

function membersOf(type: string, data: unknown): Record<string, unknown> | undefined {
  const content = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
  switch (type) {
    case 'tool_call_result': {
      const { tool_name: name, operation_id: operation, payload = null, is_error: isError = false } = content;
      return { tool_name: String(name ?? operation ?? ''), payload, is_error: isError, result: content.result ?? null };
    }
    case 'think':
    case 'analyze':
      return { ...content, type, title: content.title ?? (typeof data === 'string' ? data : '') };
    case 'sub_agent_trigger':
      return { files: [], reasoning: null, ...content };
    case 'auth_event':
    case 'agent_gateway_decision':
    case 'inline_card':
      return content;
    default:
      return undefined;
  }
}
