import { httpError } from '../protocol/http-error.ts';
import type { MessageReceipt, SendMessageRequest } from '../protocol/models.ts';
import type { NextTimestamp } from '../protocol/types.ts';
import type { TaskRecord, TaskStore } from '../state/types.ts';
import { isRunning } from './describe-conversation.ts';
import type { Conversation, WaitingMessage } from './types.ts';

/** Takes messages to conversations. */
export interface MessageQueue {
  send(conversation: Conversation, record: TaskRecord, message: SendMessageRequest): MessageReceipt;
}

const MODES: readonly string[] = ['auto', 'queue', 'steer', 'interrupt'];

/** Creates the queue of messages (openapi/FACTS.md#b15). */
export function createQueue({
  tasks,
  nextTimestamp,
}: {
  tasks: TaskStore;
  nextTimestamp: NextTimestamp;
}): MessageQueue {
  return {
    send: (conversation, record, request) => {
      const { mode } = request;
      const isBusy = isRunning(record);
      checkMode(mode);
      if (mode === 'steer' && !isBusy) throw httpError(409, 'The conversation is idle; there is no turn to steer');
      const { queue } = conversation;
      if (!isBusy && mode !== 'queue') {
        return { action: 'started', message_id: null, queue_depth: 0, steer_target: 'none' };
      }
      const message = waitingMessage(request, nextTimestamp());
      if (mode === 'steer') {
        record.steer(message);
        return { action: 'steered', message_id: message.id, queue_depth: queue.length, steer_target: 'execution' };
      }
      if (mode === 'interrupt') {
        queue.unshift(message);
        tasks.stop(record, 'preempted');
        return { action: 'interrupted', message_id: message.id, queue_depth: queue.length, steer_target: 'none' };
      }
      queue.push(message);
      return { action: 'queued', message_id: message.id, queue_depth: queue.length, steer_target: 'none' };
    },
  };
}

function waitingMessage(request: SendMessageRequest, time: string): WaitingMessage {
  return {
    id: crypto.randomUUID(),
    text: request.text ?? '',
    files: request.files ?? [],
    user: request.user ?? null,
    enqueued_at: time,
    idempotency_key: request.idempotency_key ?? null,
  };
}

/** The server is assumed to know the documented modes only. @throws HttpError 422. */
function checkMode(mode: unknown): void {
  if (mode === undefined || mode === null || MODES.includes(String(mode))) return;
  const msg = "Input should be 'auto', 'queue', 'steer' or 'interrupt'";
  throw httpError(422, [{ type: 'enum', loc: ['body', 'mode'], msg, input: mode }]);
}
