import type { AgentPart } from '@xpander/sdk/parts';

const longestText = 200;

/** What a part of a run means to a person who waits, in a line. `undefined` for pieces of the answer. */
export function describePart(part: AgentPart): string | undefined {
  switch (part.type) {
    case 'status':
    case 'paused':
      return part.task.status ?? undefined;
    case 'reasoning':
      return `thinks: ${toLine(part.text)}`;
    case 'tool-call':
      return `uses ${part.name}${part.title === undefined ? '' : `: ${toLine(part.title)}`}`;
    case 'tool-result':
      return part.isError ? `${part.name} failed` : `has the result of ${part.name}`;
    case 'plan':
      return 'has a new plan';
    case 'sub-agent':
      return `asks another agent${part.query === undefined ? '' : `: ${toLine(part.query)}`}`;
    case 'auth':
      return `login: ${part.auth.type ?? 'changed'}`;
    default:
      return undefined;
  }
}

function toLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longestText ? `${line.slice(0, longestText)}…` : line;
}
