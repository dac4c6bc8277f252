import { type Continuation, continueStream, editMessageStream, streamTurn } from '../api/conversation-streams.ts';
import { checkId } from '../config/validators.ts';
import { isObject, show } from '../config/values.ts';
import type { Core, ThreadState } from '../core/types.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { AgentRequest } from '../models.ts';
import type { ContinueOptions, ConversationOptions } from '../options/call-options.ts';
import type { MaybeOutput } from '../output/output-schema.ts';
import { prepareRun } from '../runs/prepare-run.ts';
import type { TurnThread } from '../threads/types.ts';
import { recoverAnswer, recoverQueue, recoverTurn } from './recover-turn.ts';
import type { ChatCall } from './types.ts';

/** A conversation as its verbs know it: the agent, and the state of its turns. */
export interface Chat {
  readonly agentId: string;
  readonly state: ThreadState;
  /** @throws ConfigurationError before the first turn has an id. */
  requireId(): string;
}

/** A turn with a question of its own. */
interface NewTurn {
  readonly verb: ChatCall['verb'];
  readonly request: AgentRequest;
  readonly options: ConversationOptions & MaybeOutput;
}

/** The next turn. A new conversation has an id from the start, so that a first POST whose answer is lost can be looked for. */
export function nextTurn(core: Core, chat: Chat, { verb, request, options }: NewTurn): ChatCall {
  const target = { agentId: chat.agentId, request };
  return {
    verb,
    options: 'conversation',
    prepare: () => prepareRun(core, { ...target, thread: threadOf(core, chat) }, { ...options, onAmbiguous: 'adopt' }),
    open: streamTurn,
    recover: recoverTurn,
    resume: streamTurn,
  };
}

/** The turn that takes the place of an earlier message, and of all that came after it. */
export function editTurn(core: Core, chat: Chat, messageId: string, turn: NewTurn): ChatCall {
  const next = nextTurn(core, chat, turn);
  return {
    ...next,
    options: 'continue',
    prepare: () => {
      checkId('messageId', messageId);
      chat.requireId();
      return next.prepare();
    },
    open: (api, invocation, call) => editMessageStream(api, invocation, messageId, call),
    resume: undefined,
  };
}

/** The rest of a paused turn, or the turns of queued messages. */
export function continueTurn(
  core: Core,
  chat: Chat,
  continuation: Continuation,
  { version }: ContinueOptions,
): ChatCall {
  const isQueue = continuation.kind === 'drain';
  return {
    verb: 'stream',
    options: 'continue',
    isQueue,
    prepare: () => {
      const id = chat.requireId();
      checkContinuation(continuation);
      return {
        invocation: { kind: 'agent', agentId: chat.agentId, body: { id, input: {} }, version },
        isMinted: false,
        isShared: !isQueue,
        thread: { ...threadOf(core, chat), resumes: !isQueue },
      };
    },
    open: (api, invocation, call) => continueStream(api, invocation, continuation, call),
    recover: toRecover(continuation),
  };
}

function checkContinuation(continuation: Continuation): void {
  if (continuation.kind === 'answers') {
    const { decision_id: id, answers } = continuation.body;
    checkId('decisionId', id);
    if (Array.isArray(answers) && answers.every((answer) => isObject(answer) && typeof answer.question_id === 'string'))
      return;
    throw new ConfigurationError('answers', 'must be a list of answers', 'Pass [{ question_id, free_text }, …]');
  }
  if (continuation.kind === 'drain') return;
  const { request_id: id, approve } = continuation.body;
  checkId('requestId', id);
  const hint = 'Pass true to approve, or false to deny';
  if (typeof approve !== 'boolean')
    throw new ConfigurationError('approve', `must be a boolean; got ${show(approve)}`, hint);
}

function toRecover(continuation: Continuation): ChatCall['recover'] {
  switch (continuation.kind) {
    case 'answers':
      return recoverAnswer({ decisionId: continuation.body.decision_id });
    case 'confirm':
      return recoverAnswer({ requestId: continuation.body.request_id });
    case 'drain':
      return recoverQueue;
  }
}

/** From the first id on, every object of the same id shares one state. */
function threadOf(core: Core, { state }: Chat): TurnThread {
  const { id } = state;
  return { id, state: id === undefined ? state : core.threads.of(id), whenBusy: 'queue' };
}
