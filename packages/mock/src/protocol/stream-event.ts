/** One event of a stream, in the shape of api-facts D1. */
export interface StreamEvent {
  readonly type: string;
  readonly task_id: string;
  readonly organization_id: string;
  readonly time: string;
  readonly data: unknown;
}

/** Hears what happens in one turn, event by event, and when nothing more will. */
export interface StreamListener {
  push(event: StreamEvent): void;
  end(): void;
}

/** Whether the event is the last one of a stream. */
export function isLastEvent({ type }: StreamEvent): boolean {
  return type === 'task_finished';
}
