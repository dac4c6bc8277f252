import { type ConversationRef, getRunState, sendMessage } from '../api/conversation-operations.ts';
import type { OperationCall } from '../api/types.ts';
import { messageMembers } from '../config/known-members.ts';
import { findMisplaced } from '../config/near-miss.ts';
import { hintForOption } from '../config/validate-options.ts';
import { user as checkUser } from '../config/validators.ts';
import { isObject, show } from '../config/values.ts';
import type { Core } from '../core/types.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { AmbiguousInvocationError } from '../errors/run-errors.ts';
import type { ConversationMessage, MessageReceipt, SendMessageRequest } from '../models.ts';
import type { MessageOptions } from '../options/call-options.ts';
import { mayHaveStarted, statusOf } from '../runs/start-run.ts';
import { createTaskId } from '../runs/task-id.ts';

/** The pauses before the looks that follow a lost answer. */
const pausesMs = [200, 400, 800, 1_600];

/**
 * Sends a message once. Whether its key prevents a second message is not documented, so after a lost answer it is looked
 * for in the queue by that key, and is not sent again.
 *
 * @throws AmbiguousInvocationError if the message may have arrived, and is not in the queue.
 */
export async function sendChatMessage(
  core: Core,
  ref: ConversationRef,
  message: ConversationMessage,
  { mode = 'auto', ...call }: MessageOptions,
): Promise<MessageReceipt> {
  const body = { ...toBody(core, message), mode };
  try {
    return await sendMessage(core, ref, body, call);
  } catch (error) {
    if (!mayHaveStarted(error)) throw error;
    const receipt = await findMessage(core, ref, body, call);
    if (receipt === undefined) throw new AmbiguousInvocationError(error, ref.id, statusOf(error));
    return receipt;
  }
}

async function findMessage(
  core: Core,
  ref: ConversationRef,
  { idempotency_key: key }: SendMessageRequest,
  call: OperationCall,
): Promise<MessageReceipt | undefined> {
  for (const pauseMs of pausesMs) {
    await core.settings.clock.sleep(pauseMs, call.signal ?? new AbortController().signal);
    const state = await getRunState(core, ref, { ...call, maxRetries: 0 }).catch(() => undefined);
    const found = state?.queued_messages?.find(({ idempotency_key: other }) => other === key);
    if (found) return { action: 'queued', message_id: found.id ?? null, queue_depth: state?.queue_depth ?? null };
  }
  return undefined;
}

const howToWrite = 'Pass a string, or { text, files }';

function toBody({ settings }: Core, message: ConversationMessage): SendMessageRequest {
  const given = typeof message === 'string' ? { text: message } : message;
  if (!isObject(given))
    throw new ConfigurationError('message', `must be a string or an object; got ${show(given)}`, howToWrite);
  const misplaced = findMisplaced(given, messageMembers, hintForOption('message'));
  if (misplaced !== undefined) throw new ConfigurationError(misplaced[0], 'is not a member of a message', misplaced[1]);
  const { text, files, user = settings.user, idempotency_key: key = createTaskId() } = given;
  if (!text && !files?.length) throw new ConfigurationError('message.text', 'is missing', howToWrite);
  const mistake = user === undefined || user === null ? undefined : checkUser(user);
  if (mistake !== undefined) throw new ConfigurationError('message.user', ...mistake);
  return JSON.parse(JSON.stringify({ text, files, user, idempotency_key: key })) as SendMessageRequest;
}
