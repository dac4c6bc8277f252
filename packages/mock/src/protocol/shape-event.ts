import type { StreamEvent, WireSettings } from './types.ts';

interface FinishedTask {
  readonly status?: string | null;
  readonly result?: string | null;
}

/** The event in one of the three shapes of openapi/FACTS.md#d4, or `undefined` where a shape has no such event. */
export function shapeEvent(event: StreamEvent, shape: WireSettings['events']): object | undefined {
  switch (shape) {
    case 'current':
      return event;
    case 'event-key':
      return { event: event.type, data: withOldStatus(event.data) };
    case 'legacy':
      return legacyEvent(event);
  }
}

/** These events have the status `running` where tasks have `pending` or `executing`. */
function withOldStatus(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('status' in data)) return data;
  return ['pending', 'executing'].includes(String(data.status)) ? { ...data, status: 'running' } : data;
}

function legacyEvent({ type, task_id, time, data }: StreamEvent): object | undefined {
  switch (type) {
    case 'task_created':
      return { type: 'task_started', task_id, timestamp: time };
    case 'task_updated':
      return undefined;
    case 'chunk':
      return { type: 'content_chunk', task_id, content: data, is_final: false };
    case 'task_finished': {
      const { status, result } = data as FinishedTask;
      if (status === 'completed') return { type: 'task_completed', task_id, result };
      return { type: 'error', task_id, error: result ?? `The task ended as ${status}` };
    }
    default:
      return { type, task_id, timestamp: time, data };
  }
}
