import type { JSONValue, LanguageModelV3ToolCall, LanguageModelV3ToolResult } from '@ai-sdk/provider';
import type { ToolPart } from '@xpander/sdk/parts';

/** A call that the agent made itself, or its result. The AI SDK does not know the tool, and does not run it. */
export function toToolContent(part: ToolPart): LanguageModelV3ToolCall | LanguageModelV3ToolResult {
  const about = { toolCallId: part.id, toolName: part.name, dynamic: true };
  if (part.type === 'tool-call')
    return { type: 'tool-call', ...about, input: JSON.stringify(part.input), providerExecuted: true };
  // It was parsed from JSON. The AI SDK takes no `null`.
  const result = (part.output ?? '') as NonNullable<JSONValue>;
  return { type: 'tool-result', ...about, result, isError: part.isError };
}
