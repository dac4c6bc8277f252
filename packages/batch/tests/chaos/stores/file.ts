import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type BatchStore, fileStore } from '../../../src/index.ts';
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
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    const isMounted = mountSmallDisk(disk);
    const filler = join(disk, 'filler');
    return {
      spec: { module: import.meta.url, path: join(disk, 'out.jsonl'), leaseMs },
      restart: undefined,
      async empty() {
        for (const end of ['', '.items', '.batch']) rmSync(join(disk, `out.jsonl${end}`), { force: true });
      },
      fill: isMounted ? (fullMs) => fillFor(filler, fullMs) : undefined,
      async close() {
        if (isMounted) execFileSync('umount', [disk]);
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};

/** A disk in memory of one megabyte. Needs the right to mount. */
function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function fillFor(filler: string, fullMs: number): Promise<void> {
  try {
    for (let count = 0; count < 4_096; count += 1) writeFileSync(filler, Buffer.alloc(512), { flag: 'a' });
  } catch {
    // That was the aim.
  }
  await setTimeout(fullMs);
  rmSync(filler, { force: true });
}
