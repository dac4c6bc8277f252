import { ConfigurationError } from '@xpander/sdk';
import type { BatchResult } from '../batch/types.ts';
import type { NewItem } from '../store/types.ts';
import type { Line } from './read-lines.ts';

/** A line of the file of items. */
export type StoredItem = Omit<NewItem, 'line' | 'file'>;

/**
 * `JSON.parse` enters each short text into the engine's table of strings, which a million keys and answers make larger than
 * all that is kept of them. So lines as this package writes them are taken apart by pattern, and only others are parsed.
 */
const text = '"([^"\\\\]*(?:\\\\.[^"\\\\]*)*)"';
const itemHead = new RegExp(`^\\{"key":${text},.*"hash":"([0-9a-f]{16})"\\}$`, 's');
const completed = new RegExp(
  `^\\{"key":${text},"index":(\\d+),"taskId":${text},"status":"completed","result":${text},"attempts":(\\d+),"startedAt":${text},"finishedAt":${text}\\}$`,
);
/** A pattern may need a stack as long as its subject. */
const longestByPattern = 1 << 16;

function match(pattern: RegExp, line: string): RegExpExecArray | undefined {
  return line.length > longestByPattern ? undefined : (pattern.exec(line) ?? undefined);
}

function textOf(raw: string | undefined): string {
  return raw?.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : (raw ?? '');
}

/** What stands of an item beside its request. */
export function readItemHead(line: string): Pick<StoredItem, 'key' | 'hash'> {
  const found = match(itemHead, line);
  if (found === undefined) return JSON.parse(line) as StoredItem;
  const [, key, hash = ''] = found;
  return { key: textOf(key), hash };
}

/** @throws ConfigurationError if the line is not a result. */
export function parseResult(path: string, { text: line, offset }: Line): BatchResult {
  try {
    const result = readCompleted(line) ?? (JSON.parse(line) as BatchResult);
    if (typeof result.key === 'string' && typeof result.status === 'string' && result.attempts >= 1) return result;
  } catch {
    // Told below.
  }
  throw new ConfigurationError(
    'store',
    `${path} has a line at byte ${offset} that is not a result of a batch`,
    'Restore the file, or use another one',
  );
}

function readCompleted(line: string): BatchResult | undefined {
  const found = match(completed, line);
  if (found === undefined) return undefined;
  const [, key, index, taskId, result, attempts, startedAt, finishedAt] = found;
  return {
    key: textOf(key),
    index: Number(index),
    taskId: textOf(taskId),
    status: 'completed',
    result: textOf(result),
    attempts: Number(attempts),
    startedAt: textOf(startedAt),
    finishedAt: textOf(finishedAt),
  };
}
