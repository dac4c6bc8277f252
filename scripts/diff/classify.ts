import { isDeepStrictEqual } from 'node:util';
import type { Document } from '../spec/document.ts';
import { type Change, highest, type PackageName } from './change.ts';
import { type RedoclyChange, redoclyDiff } from './redocly-diff.ts';
import { typeChanges } from './type-rules.ts';

/** Everything that changed between two descriptions, the gravest first, each thing once. */
export async function changesBetween(base: Document, revision: Document): Promise<Change[]> {
  if (isDeepStrictEqual(base, revision)) return [];
  const changes = new Map<string, Change>();
  const types = typeChanges(base, revision);
  for (const { pointer, level, text } of types) {
    put(changes, { pointer, level, text, packages: ['@xpander/generated', '@xpander/sdk'], foundBy: 'our rules' });
  }
  const settled = new Set(types.filter(({ isFinal }) => isFinal).map(({ pointer }) => pointer));
  for (const change of (await redoclyDiff(base, revision)).map(fromRedocly)) {
    if (!settled.has(change.pointer)) put(changes, change);
  }
  if (changes.size === 0) put(changes, unseen);
  const order = ['major', 'minor', 'patch'];
  return [...changes.values()].sort((left, right) => order.indexOf(left.level) - order.indexOf(right.level));
}

/** Of two findings about one place the graver stands; of two equal ones the first. */
function put(changes: Map<string, Change>, change: Change): void {
  const other = changes.get(change.pointer);
  if (other !== undefined && highest([other.level, change.level]) === other.level) return;
  changes.set(change.pointer, change);
}

function fromRedocly(change: RedoclyChange): Change {
  const { kind, impact, property, verdicts, base, revision } = change;
  const pointer = (revision ?? base)?.pointer ?? '#/';
  const isInside = property !== undefined && !pointer.endsWith(`/${property}`);
  return {
    level: impact,
    pointer: isInside ? `${pointer}/${property}` : pointer,
    text: verdicts.length > 0 ? verdicts.map(({ message }) => message).join(' ') : `${sentences[kind]}.`,
    packages: packagesOf(change, pointer),
    foundBy: 'redocly',
  };
}

const sentences = { added: 'Is new', removed: 'Is gone', modified: 'Reads differently' };

/** Whose users notice: the types are in two packages, and the mock answers operations. */
function packagesOf({ kind, typeName, verdicts, property }: RedoclyChange, pointer: string): readonly PackageName[] {
  const isNote = /\/x-source\b/.test(pointer) || property === 'x-source' || /^#\/(info|tags|servers)\b/.test(pointer);
  if (isNote || typeName === 'Example') return ['@xpander/generated'];
  const isOperation =
    (['PathItem', 'Operation'].includes(typeName) && kind !== 'modified') ||
    verdicts.some(({ ruleId }) => ruleId === 'operation-id-changed');
  return ['@xpander/generated', '@xpander/sdk', ...(isOperation ? (['@xpander/mock'] as const) : [])];
}

/** `redocly diff` does not look at examples, and `@xpander/generated` ships them with the description. */
const unseen: Change = {
  level: 'patch',
  pointer: '#/examples',
  text: 'Examples differ, or other parts that no type and no request depends on.',
  packages: ['@xpander/generated'],
  foundBy: 'our rules',
};
