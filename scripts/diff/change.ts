/** What a change means for users: `major` may break their code, `minor` adds something, `patch` is everything else. */
export type Level = 'major' | 'minor' | 'patch';

export type PackageName = '@xpander/generated' | '@xpander/sdk' | '@xpander/mock';

export interface Change {
  readonly level: Level;
  /** The place in the description, as a JSON pointer. Two findings with the same pointer are one change. */
  readonly pointer: string;
  readonly text: string;
  /** The packages whose users are affected. */
  readonly packages: readonly PackageName[];
  readonly foundBy: 'redocly' | 'our rules';
}

const rank: Record<Level, number> = { patch: 1, minor: 2, major: 3 };

export function isAtLeast(level: Level | undefined, wanted: Level): boolean {
  return level !== undefined && rank[level] >= rank[wanted];
}

export function highest(levels: readonly Level[]): Level | undefined {
  return levels.toSorted((left, right) => rank[right] - rank[left])[0];
}

/** Shortens a JSON pointer: `#/components/schemas/Task/properties/title` becomes `Task.title`. */
export function placeOf(pointer: string): string {
  const [root = '', kind = '', ...rest] = pointer
    .slice(2)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (root === 'paths') {
    const [method, ...inner] = rest;
    return [[method?.toUpperCase(), kind].filter(Boolean).join(' '), ...inner].join(' ');
  }
  if (root !== 'components') return pointer.slice(2);
  const path = rest.filter((step) => step !== 'properties').join('.');
  return kind === 'schemas' ? path : `${kind}.${path}`;
}
