import { isDeepStrictEqual } from 'node:util';
import type { Document } from '../spec/document.ts';
import { type Change, highest, type PackageName } from './change.ts';
import { type RedoclyChange, redoclyDiff } from './redocly-diff.ts';
import { keyedPointer, typeChanges } from './type-rules.ts';

/** Lists the changes between two descriptions, the highest level first and each change once. */
export async function changesBetween(base: Document, revision: Document): Promise<Change[]> {
  if (isDeepStrictEqual(base, revision)) return [];
  const changes = new Map<string, Change>();
  const types = typeChanges(base, revision);
  for (const { pointer, level, text } of types) {
    put(changes, { pointer, level, text, packages: ['@xpander/generated', '@xpander/sdk'], foundBy: 'our rules' });
  }
  const settled = new Set(types.filter(({ isFinal }) => isFinal).map(({ pointer }) => pointer));
  const found = (await redoclyDiff(base, revision)).map((change) => fromRedocly(change, base, revision));
  for (const change of found) {
    if (!settled.has(change.pointer)) put(changes, change);
  }
  if (changes.size === 0) put(changes, unseen);
  const order = ['major', 'minor', 'patch'];
  return [...changes.values()].sort((left, right) => order.indexOf(left.level) - order.indexOf(right.level));
}

/** Keeps the finding with the higher level for each place, or the first of two equal ones. */
function put(changes: Map<string, Change>, change: Change): void {
  const other = changes.get(change.pointer);
  if (other !== undefined && highest([other.level, change.level]) === other.level) return;
  changes.set(change.pointer, change);
}

function fromRedocly(change: RedoclyChange, before: Document, after: Document): Change {
  const { kind, impact, property, verdicts, base, revision } = change;
  const document = revision === undefined ? before : after;
  const pointer = keyedPointer(document, (revision ?? base)?.pointer ?? '#/');
  const isInside = property !== undefined && !pointer.endsWith(`/${property}`);
  return {
    level: impact,
    pointer: isInside ? `${pointer}/${property}` : pointer,
    text: verdicts.length > 0 ? verdicts.map(({ message }) => message).join(' ') : `${sentences[kind]}.`,
    packages: packagesOf(change, pointer),
    foundBy: 'redocly',
  };
}

const sentences = { added: 'Added', removed: 'Removed', modified: 'Changed' };

/** The packages whose users are affected: two contain the types, and the mock answers operations. */
function packagesOf({ kind, typeName, verdicts, property }: RedoclyChange, pointer: string): readonly PackageName[] {
  const isNote = /\/x-source\b/.test(pointer) || property === 'x-source' || /^#\/(info|tags|servers)\b/.test(pointer);
  if (isNote || typeName === 'Example') return ['@xpander/generated'];
  const isOperation =
    (['PathItem', 'Operation'].includes(typeName) && kind !== 'modified') ||
    verdicts.some(({ ruleId }) => ruleId === 'operation-id-changed');
  return ['@xpander/generated', '@xpander/sdk', ...(isOperation ? (['@xpander/mock'] as const) : [])];
}

/** `redocly diff` ignores examples, but `@xpander/generated` ships them with the description. */
const unseen: Change = {
  level: 'patch',
  pointer: '#/examples',
  text: 'Examples or other parts without effect on types and requests changed.',
  packages: ['@xpander/generated'],
  foundBy: 'our rules',
};
