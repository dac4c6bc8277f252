import { resolve } from 'node:path';
import { ConfigurationError } from '@xpander/sdk';
import { checkMembers, checkWhole } from '../options/checks.ts';
import type { BatchStore } from '../store/types.ts';
import { pathsOf } from './load-batch.ts';
import { openFileStore } from './open-file-store.ts';
import { readSidecar } from './sidecar.ts';

/** Options of `fileStore`. */
export interface FileStoreOptions {
  /**
   * How long a request may take to reach the API, in milliseconds. After a crash, an item whose task is not found is run
   * only when its request must have arrived, if it ever was sent. At least as long as a gateway holds a request.
   *
   * @defaultValue 60_000
   */
  readonly graceMs?: number | undefined;
  /**
   * When results reach the disk: each `"second"` and at the end, or with each `"line"`. It matters for a power failure, not
   * for a crash of the process. A result that is lost with the power is read again by its task id, not run again.
   *
   * @defaultValue "second"
   */
  readonly durability?: 'second' | 'line' | undefined;
}

/**
 * Keeps a batch in files, for one process at a time and without a server. `path` gets one line of JSON for each settled
 * item, in the order of settling. Beside it, `.items` keeps what was added, `.batch` what is known about the batch, and
 * `.lock` the process that works.
 *
 * @throws ConfigurationError if an option is invalid.
 */
export function fileStore(path: string, options: FileStoreOptions = {}): BatchStore {
  if (typeof path !== 'string' || path === '')
    throw new ConfigurationError('path', 'must be the path of a file', 'Pass "out.jsonl", for example');
  checkMembers('fileStore', options, { graceMs: true, durability: true } satisfies Record<
    keyof FileStoreOptions,
    true
  >);
  const { graceMs = 60_000, durability = 'second' } = options;
  checkWhole('graceMs', graceMs, 0);
  if (durability !== 'second' && durability !== 'line')
    throw new ConfigurationError('durability', 'must be "second" or "line"', 'Leave it out for "second"');
  const paths = pathsOf(resolve(path));
  return {
    async open(batch) {
      // Another batch is refused before anything is added.
      readSidecar(paths.sidecar, batch);
      return openFileStore({ batch, paths, graceMs, durability });
    },
  };
}
