import type { CollectedSpan } from './collector.ts';

type Attributes = CollectedSpan['attributes'];

const kinds = ['', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];

/** The spans as a tree, in the order of their starts. Equal requests in a row are one line. */
export function printTree(spans: readonly CollectedSpan[]): string {
  const sorted = [...spans].sort((a, b) => (BigInt(a.startTimeUnixNano) < BigInt(b.startTimeUnixNano) ? -1 : 1));
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const conversations: unknown[] = [];
  const show = (attributes: Attributes): string => showFacts(attributes, conversations);
  const print = (span: CollectedSpan, indent: string): string[] => {
    const children = sorted.filter(({ parentSpanId }) => parentSpanId === span.spanId);
    const title = `${indent}${titleOf(span)}${show(span.attributes)}`;
    const events = (span.events ?? []).map(({ name, attributes }) => `${indent}  • ${name}${show(attributes)}`);
    const below = children.flatMap((child) => print(child, `${indent}  `));
    return [title, ...events, ...below.filter((line, index) => line !== below[index - 1])];
  };
  const roots = sorted.filter(({ parentSpanId }) => !parentSpanId || !ids.has(parentSpanId));
  return roots.flatMap((root) => print(root, '')).join('\n');
}

function titleOf({ name, kind, status }: CollectedSpan): string {
  return `${name} [${kinds[kind]}]${status?.code === 2 ? ' ERROR' : ''}`;
}

const shown = [
  'xpander.verb',
  'gen_ai.conversation.id',
  'xpander.task.status',
  'gen_ai.usage.input_tokens',
  'gen_ai.usage.output_tokens',
  'error.type',
  'url.path',
  'http.response.status_code',
];

/** The attributes that tell the story. Ids differ from run to run: conversations are numbered. */
function showFacts(attributes: Attributes, conversations: unknown[]): string {
  const known = new Map(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));
  const conversation = known.get('gen_ai.conversation.id');
  if (conversation !== undefined && !conversations.includes(conversation)) conversations.push(conversation);
  const facts = shown.flatMap((name) => {
    const value = known.get(name);
    if (value === undefined) return [];
    if (name === 'gen_ai.conversation.id') return [`  conversation=${conversations.indexOf(value) + 1}`];
    return [`  ${name.split('.').at(-1)}=${value}`];
  });
  return facts.join('').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, '…');
}
