import { taskIdOf } from '@xpander/sdk';
import type { Claim } from '../store/types.ts';
import type { BatchCore } from './types.ts';

/** What an attempt of an item is called, for ever: by it, any process finds the run. */
export function onceKeyOf(name: string, key: string, retry: number): string {
  return `${name}\0${key}\0${retry}`;
}

/** The id of an item's task: that of its thread, or the one that belongs to its key. */
export async function taskIdOfItem(
  { agentId, name }: BatchCore,
  { key, threadId }: Pick<Claim, 'key' | 'threadId'>,
  retry: number,
): Promise<string> {
  return threadId ?? taskIdOf(agentId, onceKeyOf(name, key, retry));
}
