import type { StreamEvent } from './types.ts';

/** Whether the event is the last one of a stream. */
export function isLastEvent({ type }: StreamEvent): boolean {
  return type === 'task_finished';
}
