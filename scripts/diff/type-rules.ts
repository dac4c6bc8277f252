import { isDeepStrictEqual } from 'node:util';
import { type Document, isObject, type Schema } from '../spec/document.ts';
import type { Change, Level } from './change.ts';
import { isOpenEverywhere, isOpenString } from './open-enums.ts';
import { type Usage, usageOf } from './usage.ts';

/** A finding of these rules. With `isFinal` it replaces the finding of `redocly diff` about the same place. */
export interface TypeChange extends Pick<Change, 'level' | 'pointer' | 'text'> {
  readonly isFinal: boolean;
}

/**
 * Finds changes of the generated types that result from changes of the named schemas.
 *
 * `redocly diff` compares requests and responses. It misses a removed type name, a removed member of a union, a changed
 * default, and a changed type that makes no request or response invalid. It also reports a new value of an open enum as
 * a breaking change, although readers must expect new values.
 */
export function typeChanges(base: Document, revision: Document): TypeChange[] {
  const before = base.components?.schemas ?? {};
  const after = revision.components?.schemas ?? {};
  const usage = usageOf(revision);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name): TypeChange[] => {
    const pointer = `#/components/schemas/${name}`;
    const [old, current] = [before[name], after[name]];
    if (current === undefined) return [found('major', pointer, `The type \`${name}\` was removed.`)];
    if (old === undefined) return [found('minor', pointer, `The type \`${name}\` was added.`)];
    return schemaChanges({ pointer, usage: usage(name), isOpen: isOpenEverywhere(revision, name) }, old, current);
  });
}

interface Context {
  readonly pointer: string;
  readonly usage: Usage;
  /** Whether readers must expect other values. */
  readonly isOpen: boolean;
}

function schemaChanges(context: Context, old: Schema, current: Schema): TypeChange[] {
  const { pointer } = context;
  const at = (step: string): Context => ({ ...context, pointer: `${pointer}/${step}` });
  const inner = (step: 'items' | 'additionalProperties'): TypeChange[] => {
    const [left, right] = [old[step], current[step]];
    return isObject(left) && isObject(right) ? schemaChanges({ ...at(step), isOpen: false }, left, right) : [];
  };
  return [
    ...valueChanges(at('enum'), old.enum ?? [], current.enum ?? []),
    ...memberChanges(context, old.properties ?? {}, current.properties ?? {}),
    ...alternativeChanges(at('anyOf'), ...alternatives(old, current)),
    ...alternativeChanges(at('oneOf'), old.oneOf ?? [], current.oneOf ?? []),
    ...(['type', 'required', 'default', 'const'] as const).flatMap((keyword) =>
      isDeepStrictEqual(sorted(old[keyword]), sorted(current[keyword]))
        ? []
        : [found('minor', at(keyword).pointer, `${keyword}: ${show(old[keyword])} → ${show(current[keyword])}`)],
    ),
    ...inner('items'),
    ...inner('additionalProperties'),
  ];
}

function memberChanges(
  { pointer, ...context }: Context,
  old: Readonly<Record<string, Schema>>,
  current: Readonly<Record<string, Schema>>,
): TypeChange[] {
  return [...new Set([...Object.keys(old), ...Object.keys(current)])].flatMap((name) => {
    const place = `${pointer}/properties/${name}`;
    const [before, after] = [old[name], current[name]];
    if (after === undefined) return [found('major', place, `The member \`${name}\` was removed.`)];
    if (before === undefined) return [found('minor', place, `The member \`${name}\` was added.`)];
    return schemaChanges({ ...context, pointer: place, isOpen: false }, before, after);
  });
}

function valueChanges(
  { pointer, isOpen }: Context,
  old: readonly unknown[],
  current: readonly unknown[],
): TypeChange[] {
  const lost = old.filter((value) => !current.includes(value));
  const gained = current.filter((value) => !old.includes(value));
  if (lost.length > 0) return [found('major', pointer, `Removed values: ${lost.map(show).join(', ')}.`)];
  if (gained.length === 0) return [];
  return [{ ...found('minor', pointer, `Added values: ${gained.map(show).join(', ')}.`), isFinal: isOpen }];
}

function alternativeChanges(context: Context, old: readonly Schema[], current: readonly Schema[]): TypeChange[] {
  const { usage } = context;
  const [before, after] = [new Map(old.map(keyed)), new Map(current.map(keyed))];
  // Readers of an open union, or of a union of named types, must expect other alternatives.
  const isOpen = old.some(isOpenString);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const pointer = `${context.pointer}/${key}`;
    const [left, right] = [before.get(key), after.get(key)];
    if (right === undefined) {
      // Code that handles null in a response still works without it.
      const isRelief = key === 'null' && !usage.isSent;
      return [found(isRelief ? 'minor' : 'major', pointer, `Removed alternative: \`${key}\`.`)];
    }
    if (left !== undefined) return schemaChanges({ ...context, pointer, isOpen }, left, right);
    const isExpected = !usage.isReceived || isOpen || right.$ref !== undefined;
    const text = `Added alternative: \`${key}\`.`;
    return [{ ...found(isExpected ? 'minor' : 'major', pointer, text), isFinal: isExpected }];
  });
}

/** Treats a single reference as a union of one, so that an added alternative or another reference is found. */
function alternatives(old: Schema, current: Schema): [readonly Schema[], readonly Schema[]] {
  const of = ({ anyOf, $ref }: Schema): readonly Schema[] => anyOf ?? ($ref === undefined ? [] : [{ $ref }]);
  const isSameReference = old.anyOf === undefined && current.anyOf === undefined && old.$ref === current.$ref;
  return isSameReference ? [[], []] : [of(old), of(current)];
}

/** A pointer with the keys of alternatives in place of their indexes, which differ between two documents. */
export function keyedPointer(document: Document, pointer: string): string {
  let current: unknown = document;
  const steps = pointer.slice('#/'.length).split('/');
  const keys = steps.map((step, index) => {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    current = isObject(current) || Array.isArray(current) ? Reflect.get(current, name) : undefined;
    const isAlternative = ['anyOf', 'oneOf'].includes(steps[index - 1] ?? '') && isObject(current);
    return isAlternative ? keyed(current as Schema)[0] : step;
  });
  return `#/${keys.join('/')}`;
}

/** The key of an alternative: its name, or its type. */
function keyed(schema: Schema): [key: string, schema: Schema] {
  const name = schema.$ref?.slice('#/components/schemas/'.length);
  return [name ?? `${isOpenString(schema) ? 'any ' : ''}${String(schema.type ?? 'value')}`, schema];
}

function found(level: Level, pointer: string, text: string): TypeChange {
  return { level, pointer, text, isFinal: false };
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.map(show).sort() : value;
}

function show(value: unknown): string {
  return value === undefined ? 'none' : (JSON.stringify(value) ?? 'none').replaceAll('"', '`');
}
