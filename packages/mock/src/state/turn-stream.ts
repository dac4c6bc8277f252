import type { StreamListener } from '../protocol/stream-event.ts';
import type { Stamp } from '../protocol/timestamps.ts';
import type { Wire } from '../protocol/wire-options.ts';
import { splitText } from './split-text.ts';

/** What one turn tells whoever listens to its stream. */
export interface TurnStream {
  tell(type: string, data: unknown, taskId?: string): void;
  /** Tells the answer in pieces, unless the script has told some itself. */
  tellAnswer(answer: string): void;
  end(): void;
}

interface TurnStreamOptions {
  taskId: string;
  organizationId: string;
  stamp: Stamp;
  wire: Pick<Wire, 'chunks' | 'chunkSize'>;
  listener: StreamListener | undefined;
}

export function createTurnStream({
  taskId: ownId,
  organizationId,
  stamp,
  wire,
  listener,
}: TurnStreamOptions): TurnStream {
  let hasChunks = false;

  const tell: TurnStream['tell'] = (type, data, taskId = ownId) => {
    if (type === 'chunk') {
      hasChunks ||= taskId === ownId;
      if (!wire.chunks) return;
    }
    listener?.push({ type, task_id: taskId, organization_id: organizationId, time: stamp(), data });
  };
  const tellAnswer = (answer: string): void => {
    if (listener === undefined || hasChunks) return;
    for (const piece of splitText(answer, wire.chunkSize)) tell('chunk', piece);
  };
  return { tell, tellAnswer, end: () => listener?.end() };
}
