import type { NextTimestamp, StreamListener, WireSettings } from '../protocol/types.ts';
import { splitText } from './split-text.ts';

/** The events of one turn on their way to its listeners. */
export interface TurnStream {
  emit(type: string, data: unknown, taskId?: string): void;
  /** Emits the answer in chunks, unless the script has emitted chunks. */
  emitAnswer(answer: string): void;
  /** Adds a listener to the later events. */
  add(listener: StreamListener): void;
  end(): void;
}

interface TurnStreamOptions {
  taskId: string;
  organizationId: string;
  nextTimestamp: NextTimestamp;
  wire: Pick<WireSettings, 'chunks' | 'chunkSize'>;
  listener: StreamListener | undefined;
}

export function createTurnStream({
  taskId: ownId,
  organizationId,
  nextTimestamp,
  wire,
  listener,
}: TurnStreamOptions): TurnStream {
  const listeners = listener === undefined ? [] : [listener];
  let hasChunks = false;

  const emit: TurnStream['emit'] = (type, data, taskId = ownId) => {
    if (type === 'chunk') {
      hasChunks ||= taskId === ownId;
      if (!wire.chunks) return;
    }
    if (listeners.length === 0) return;
    const event = { type, task_id: taskId, organization_id: organizationId, time: nextTimestamp(), data };
    for (const each of listeners) each.push(event);
  };
  const emitAnswer = (answer: string): void => {
    if (listeners.length === 0 || hasChunks) return;
    for (const piece of splitText(answer, wire.chunkSize)) emit('chunk', piece);
  };
  return {
    emit,
    emitAnswer,
    add: (added) => {
      listeners.push(added);
    },
    end: () => {
      for (const each of [...listeners]) each.end();
    },
  };
}
