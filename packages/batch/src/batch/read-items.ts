import { hash } from 'node:crypto';
import type { AgentRequest } from '@xpander/sdk';
import { BatchInputError } from '../errors/batch-errors.ts';
import { placeOf } from '../inputs/located.ts';
import { createColumn } from '../keys/column.ts';
import { createKeyIndex } from '../keys/key-index.ts';
import type { NewItem } from '../store/types.ts';
import type { BatchItem, BatchItems } from './types.ts';

const longestKey = 512;

/** Turns an input into items for the store, one after the other. @throws BatchInputError that names the place. */
export async function* readItems(items: BatchItems): AsyncGenerator<NewItem, void, undefined> {
  const keys = createKeyIndex(2);
  const lines = createColumn(Uint32Array);
  let index = 0;
  for await (const item of items) {
    const at = placeOf(item) ?? { line: index + 1 };
    const newItem = toNewItem(item, index, at);
    const number = keys.add(newItem.key);
    if (keys.size === index)
      throw new BatchInputError(`${name(newItem.key)} stands twice, in lines ${lines.get(number)} and ${at.line}`, at);
    lines.set(number, at.line);
    yield newItem;
    index += 1;
  }
}

function name(key: string): string {
  return `the key ${JSON.stringify(key)}`;
}

function toNewItem(item: BatchItem, index: number, at: { readonly file?: string; readonly line: number }): NewItem {
  // `String(index)` would stay in the engine's cache of numbers as texts, and fill the memory for what lives long.
  const { key = index.toFixed(0), request } = takeApart(item);
  if (typeof key !== 'string' || key === '' || key.length > longestKey)
    throw new BatchInputError(`the key must be a text of 1 to ${longestKey} characters`, at);
  if (!isRequest(request)) throw new BatchInputError('the item is neither a text nor a request with an `input`', at);
  const text = toJson(request, at);
  const threadId = typeof request === 'string' ? undefined : (request.id ?? undefined);
  return {
    key,
    index,
    request: JSON.parse(text) as AgentRequest,
    threadId,
    hash: hash('sha256', text, 'hex').slice(0, 16),
    ...at,
  };
}

function toJson(request: AgentRequest, at: { readonly line: number }): string {
  try {
    return JSON.stringify(request);
  } catch (error) {
    throw new BatchInputError(`the request is not plain JSON: ${String(error)}`, at, { cause: error });
  }
}

function takeApart(item: BatchItem): { readonly key?: string | undefined; readonly request: AgentRequest } {
  if (typeof item !== 'object' || item === null || !('request' in item)) return { request: item as AgentRequest };
  return item;
}

function isRequest(request: unknown): boolean {
  if (typeof request === 'string') return request !== '';
  return typeof request === 'object' && request !== null && !Array.isArray(request) && 'input' in request;
}
