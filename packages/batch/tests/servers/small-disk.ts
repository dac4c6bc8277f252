import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A disk in memory that can be filled. */
export interface SmallDisk {
  /** Leaves no room for a single block. */
  fill(): void;
  /** Makes room again. */
  free(): void;
  unmount(): void;
}

/** Mounts a disk on a new folder; `undefined` without the right to do so. */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk | undefined {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const ballast = join(folder, 'ballast');
  return {
    fill() {
      // The last blocks go one by one.
      for (const bytes of [1 << 20, 1 << 12]) appendUntilFull(ballast, Buffer.alloc(bytes));
    },
    free: () => rmSync(ballast, { force: true }),
    // Lazily: the children of a killed server hold their files until they notice.
    unmount: () => void execFileSync('umount', ['-l', folder]),
  };
}

function appendUntilFull(path: string, block: Buffer): void {
  try {
    for (;;) appendFileSync(path, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
