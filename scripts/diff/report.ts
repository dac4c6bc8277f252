import { type Change, highest, placeOf } from './change.ts';
import type { Requirement } from './changesets.ts';

export interface DiffReport {
  readonly base: string;
  readonly level: Change['level'] | 'none';
  readonly changes: readonly Change[];
  readonly requirements: readonly Requirement[];
}

export function reportOf(base: string, changes: readonly Change[], requirements: readonly Requirement[]): DiffReport {
  return { base, level: highest(changes.map(({ level }) => level)) ?? 'none', changes, requirements };
}

/** Renders the changes as Markdown, for a terminal or a pull request. */
export function markdownOf({ base, level, changes, requirements }: DiffReport): string {
  if (changes.length === 0) return `The API description has not changed since ${base}.`;
  return [
    `## The API description changes: ${level}`,
    '',
    `Compared with ${base}.`,
    '',
    '| level | where | what |',
    '|---|---|---|',
    ...changes.map(
      (change) => `| ${change.level} | ${cell(`\`${placeOf(change.pointer)}\``)} | ${cell(change.text)} |`,
    ),
    '',
    '| package | changeset needed | changeset found |',
    '|---|---|---|',
    ...requirements.map(
      ({ name, needed, given, isMet }) => `| ${name} | ${needed} | ${given ?? 'none'}${isMet ? '' : ' ✗'} |`,
    ),
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
