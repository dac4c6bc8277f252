import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BatchStore, fileStore } from '../../../src/index.ts';
import { mountSmallDisk } from '../../servers/small-disk.ts';
import type { ChaosStore, RunningStore, StoreSpec } from '../types.ts';

export function openStore(spec: StoreSpec): BatchStore {
  return fileStore(String(spec.path), { graceMs: Number(spec.leaseMs) });
}

/** One process at a time, on a disk of its own where the system allows it. */
export const fileChaos: ChaosStore = {
  name: 'file',
  processes: 1,
  missing: async () => undefined,
  async start(leaseMs): Promise<RunningStore> {
    const folder = mkdtempSync(join(tmpdir(), 'xpander-chaos-'));
    const data = join(folder, 'data');
    const disk = mountSmallDisk(data, 1);
    return {
      spec: { module: import.meta.url, path: join(data, 'out.jsonl'), leaseMs },
      restart: undefined,
      async empty() {
        for (const end of ['', '.items', '.batch']) rmSync(join(data, `out.jsonl${end}`), { force: true });
      },
      disk,
      memory: undefined,
      async close() {
        disk?.unmount();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};
