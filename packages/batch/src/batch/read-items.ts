import { createHash } from 'node:crypto';
import type { AgentRequest } from '@xpander/sdk';
import { BatchInputError } from '../errors/batch-errors.ts';
import { placeOf } from '../inputs/located.ts';
import { createKeyIndex } from '../keys/key-index.ts';
import type { NewItem } from '../store/types.ts';
import type { BatchItem, BatchItems } from './types.ts';

const longestKey = 512;

/** Turns an input into items for the store, one after the other. @throws BatchInputError that names the place. */
export async function* readItems(items: BatchItems): AsyncGenerator<NewItem, void, undefined> {
  const keys = createKeyIndex();
  /** The line of each key, or its position. */
  const lines: number[] = [];
  let index = 0;
  for await (const item of items) {
    const line = placeOf(item)?.line ?? index + 1;
    const newItem = toNewItem(item, index);
    const number = keys.add(newItem.key);
    if (number < lines.length) refuseDuplicate(item, newItem, line, lines[number]);
    lines.push(line);
    yield newItem;
    index += 1;
  }
}

function refuseDuplicate(item: BatchItem, { key }: NewItem, line: number, first: number | undefined): never {
  const at = placeOf(item);
  const what = at === undefined ? 'items' : 'lines';
  const problem = `the key ${JSON.stringify(key)} stands twice, in ${what} ${first} and ${line}`;
  throw new BatchInputError(problem, at && { file: at.file, line: at.line });
}

function toNewItem(item: BatchItem, index: number): NewItem {
  const at = placeOf(item);
  const place = at === undefined ? `item ${index + 1}` : `line ${at.line} of ${at.file}`;
  const refuse = (problem: string): never => {
    throw new BatchInputError(at === undefined ? `${place} ${problem}` : `the item ${problem}`, at);
  };
  const { key = String(index), request } = takeApart(item);
  if (typeof key !== 'string' || key === '' || key.length > longestKey)
    refuse(`has a key that is not a text of 1 to ${longestKey} characters`);
  if (!isRequest(request)) refuse('is neither a text nor a request with an `input`');
  let text = '';
  try {
    text = JSON.stringify(request);
  } catch (error) {
    throw new BatchInputError(`${place} is not plain JSON: ${String(error)}`, at, { cause: error });
  }
  const threadId = typeof request === 'string' ? undefined : (request.id ?? undefined);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return { key, index, request: JSON.parse(text) as AgentRequest, threadId, hash, place };
}

function takeApart(item: BatchItem): { readonly key?: string | undefined; readonly request: AgentRequest } {
  if (typeof item !== 'object' || item === null || !('request' in item)) return { request: item as AgentRequest };
  return item;
}

function isRequest(request: unknown): boolean {
  if (typeof request === 'string') return request !== '';
  return typeof request === 'object' && request !== null && !Array.isArray(request) && 'input' in request;
}
