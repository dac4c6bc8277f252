import { httpError } from '../protocol/http-error.ts';
import type { MessageReceipt, SendMessageRequest } from '../protocol/models.ts';
import type { TaskRecord } from '../state/types.ts';
import { isRunning } from './describe-conversation.ts';
import { findRecord, keepConversation } from './find-conversation.ts';
import type { Conversation, ConversationContext, ConversationKey, WaitingMessage } from './types.ts';

const MODES: readonly string[] = ['auto', 'queue', 'steer', 'interrupt'];

/** Takes a message to a conversation (openapi/FACTS.md#b15). @throws HttpError 404, 409 or 422. */
export function sendMessage(
  context: ConversationContext,
  key: ConversationKey,
  request: SendMessageRequest,
): MessageReceipt {
  const record = findRecord(context, key);
  const conversation = keepConversation(context, key);
  const { queue } = conversation;
  const mode = request.mode ?? 'auto';
  checkMode(mode);
  const isBusy = isRunning(record);
  if (mode === 'steer' && !isBusy) throw httpError(409, 'The conversation is idle; there is no turn to steer');
  if (mode !== 'queue' && !isBusy) return receipt('started', null, 0);
  const message = waitingMessage(request, context.nextTimestamp());
  switch (mode) {
    case 'steer':
      record.steer(message);
      return receipt('steered', message.id, queue.length);
    case 'interrupt':
      keepSteers(conversation, record);
      queue.unshift(message);
      context.tasks.stop(record, 'preempted');
      return receipt('interrupted', message.id, queue.length);
    default:
      queue.push(message);
      return receipt('queued', message.id, queue.length);
  }
}

/** A message that has not steered the turn waits for its own turn. */
export function keepSteers({ queue }: Conversation, record: TaskRecord): void {
  const waiting = record.takeSteers().map(({ id, text }) => ({ id, text, files: [], user: null }));
  queue.unshift(...waiting.map((each) => ({ ...each, enqueued_at: record.updatedAt, idempotency_key: null })));
}

function receipt(action: string, id: string | null, depth: number): MessageReceipt {
  const target = action === 'steered' ? 'execution' : 'none';
  return { action, message_id: id, queue_depth: depth, steer_target: target };
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
function checkMode(mode: string): void {
  if (MODES.includes(mode)) return;
  const msg = "Input should be 'auto', 'queue', 'steer' or 'interrupt'";
  throw httpError(422, [{ type: 'enum', loc: ['body', 'mode'], msg, input: mode }]);
}
