import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMockXpander } from '@xpander/mock';
import { Xpander } from '@xpander/sdk';
import { afterAll, describe, expect, it } from 'vitest';
import { fileStore, findBatch, openBatch } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'xpander-find-batch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('findBatch', () => {
  it('tells name and agent of the batch of an output file, also while it is open', async () => {
    const mock = createMockXpander();
    const xpander = new Xpander({ apiKey: 'test', fetch: mock.fetch, clock: mock.clock });
    const path = join(folder, 'out.jsonl');
    const batch = await openBatch({ xpander, agentId: 'agent-1', name: 'reviews', store: fileStore(path) });
    await batch.add(['one']);
    expect(await findBatch(path)).toEqual({ name: 'reviews', agentId: 'agent-1' });
    await batch.close();
    expect(await findBatch(path)).toEqual({ name: 'reviews', agentId: 'agent-1' });
  });

  it('finds none beside a file that is new', async () => {
    expect(await findBatch(join(folder, 'new.jsonl'))).toBeUndefined();
  });

  it('refuses a file of something else', async () => {
    const path = join(folder, 'other.jsonl');
    writeFileSync(`${path}.batch`, 'not JSON');
    await expect(findBatch(path)).rejects.toMatchObject({ name: 'ConfigurationError', option: 'store' });
  });
});
