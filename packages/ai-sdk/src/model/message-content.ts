import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import type { MessagePart, ToolOutput } from './types.ts';

/**
 * The URL of a file: `URL` in version 6 of the AI SDK, also `{ type: 'url', url }` in version 7.
 *
 * @throws UnsupportedFunctionalityError for any other data.
 */
export function toFileUrl(data: unknown): string {
  const { type, url } = Object(data) as { type?: unknown; url?: unknown };
  const source = type === 'url' ? url : data;
  const href = ArrayBuffer.isView(source) ? '' : String(source);
  if (/^https?:\/\//i.test(href)) return href;
  const message = 'An agent takes files as http(s) URLs only. Upload the file, and pass its URL.';
  throw new UnsupportedFunctionalityError({ functionality: 'file data', message });
}

/** A part as text, for an agent that does not remember it. `undefined` for reasoning and approvals. */
export function describePart(part: MessagePart): string | undefined {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'file':
      return `[file: ${toFileUrl(part.data)}]`;
    case 'tool-call':
      return `[call of ${part.toolName}: ${JSON.stringify(part.input)}]`;
    case 'tool-result':
      return `[result of ${part.toolName}: ${describeOutput(part.output)}]`;
    default:
      return undefined;
  }
}

function describeOutput({ type, value, reason }: ToolOutput): string {
  if (type === 'execution-denied') return reason ?? 'denied';
  if (type === 'content' && Array.isArray(value)) return value.map(describeContent).join('\n');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The data of a file would fill the prompt, and the agent could not read it. */
function describeContent(part: unknown): string {
  const { type, text } = Object(part) as { type?: unknown; text?: unknown };
  return typeof text === 'string' ? text : `[${type}]`;
}
