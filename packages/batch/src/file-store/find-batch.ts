import { resolve } from 'node:path';
import type { BatchIdentity } from '../store/types.ts';
import { pathsOf } from './load-batch.ts';
import { readAnySidecar } from './sidecar.ts';

/**
 * Tells which batch an output file of `fileStore` belongs to, so that it can be opened without knowing its name. Resolves
 * with `undefined` if there is none. It takes no lock, so another process may be working on the file.
 *
 * @throws ConfigurationError if the file beside it is not one of this package.
 */
export async function findBatch(path: string): Promise<BatchIdentity | undefined> {
  const sidecar = readAnySidecar(pathsOf(resolve(path)).sidecar);
  return sidecar && { name: sidecar.name, agentId: sidecar.agentId };
}
