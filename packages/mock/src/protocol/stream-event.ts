import type { StreamEvent } from './types.ts';

/** Whether the event ends its stream. */
export function isLastEvent({ type }: StreamEvent): boolean {
  return type === 'task_finished';
}
