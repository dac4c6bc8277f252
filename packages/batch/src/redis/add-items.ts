import { createHash, randomUUID } from 'node:crypto';
import { textOf } from '../engine/turn-text.ts';
import { changedItem } from '../errors/batch-errors.ts';
import { batchGone } from '../servers/batch-gone.ts';
import { escapeText, shorten } from '../servers/escape-text.ts';
import type { AddSummary, NewItem } from '../store/types.ts';
import { sendOutbox } from './outbox.ts';
import type { RedisBatch } from './redis-batch.ts';
import { type ItemField, itemFields } from './scripts/adding.ts';

const chunkSize = 200;
const longestChunk = 1_000_000;

/**
 * Adds what is new: all of it is kept aside first, so that an input that is wrong adds nothing. A crash after that may add
 * a part, and the next call adds the rest.
 */
export async function addItems(batch: RedisBatch, items: AsyncIterable<NewItem>): Promise<AddSummary> {
  const { call, base, connections, news } = batch;
  const aside = `${base}:aside:${randomUUID()}`;
  let total = 0;
  let rows: NewItem[] = [];
  let values: string[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    if (rows.length === 0) return;
    const [known, position, state] = (await call('stage', base, aside, ...values)) as [number, number?, string?];
    const changed = rows[position ?? 0];
    if (known === -1 && changed !== undefined)
      throw changedItem(changed, state === 'settled' ? 'done' : state === 'running' ? 'running' : 'started');
    rows = [];
    values = [];
    length = 0;
  };
  try {
    for await (const item of items) {
      total += 1;
      rows.push(item);
      for (const value of toValues(item)) {
        values.push(value);
        length += value.length;
      }
      if (rows.length >= chunkSize || length >= longestChunk) await flush();
    }
    await flush();
    let added = 0;
    for (let left = 1; left > 0; ) {
      const [rest = 0, count = 0] = (await call('commit', base, aside, chunkSize)) as number[];
      if (rest === -1) throw batchGone();
      left = rest;
      added += count;
      await sendOutbox(batch);
    }
    news.ring();
    return { added, known: total - added };
  } finally {
    await connections.redis.del(aside).catch(() => undefined);
  }
}

function toValues({ key, index, line, file, threadId, hash, request }: NewItem): string[] {
  const values: Record<ItemField, string> = {
    key: escapeText(key),
    index: String(index),
    line: String(line),
    file: escapeText(file ?? ''),
    thread: threadId === undefined ? '' : escapeText(threadId),
    threadHash:
      threadId === undefined ? '' : createHash('sha256').update(threadId, 'utf16le').digest('hex').slice(0, 32),
    hash,
    request: JSON.stringify(request),
    text: shorten(textOf(request)),
  };
  return itemFields.map((name) => values[name]);
}
