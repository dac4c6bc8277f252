import { startScriptRun } from '../agents/script-run.ts';
import type { ScriptRun } from '../agents/types.ts';
import { httpError } from '../protocol/http-error.ts';
import { createTask } from './new-task.ts';
import { addMessage, applyEvent, showEvent } from './turn-changes.ts';
import { createTurnStream } from './turn-stream.ts';
import type { NewTurn, Turn } from './turn-types.ts';
import type { RecordContext } from './types.ts';

/** Creates a turn with a pending task and the messages of the thread. */
export function createTurn(context: RecordContext, newTurn: NewTurn): Turn {
  const { id, invocation, previous } = newTurn;
  const { organizationId, request, listener } = invocation;
  const { nextTimestamp, wire } = context;
  const createdAt = previous?.task.created_at ?? nextTimestamp();
  return {
    ...newTurn,
    context,
    ...threadBefore(newTurn),
    stream: createTurnStream({ taskId: id, organizationId, nextTimestamp, wire, listener }),
    waitingSteers: [],
    steers: [],
    task: createTask(request, { ...invocation, id, createdAt }),
    updatedAt: previous === undefined ? createdAt : nextTimestamp(),
    decision: undefined,
  };
}

/** The thread before a turn: all of it, or for an edit the part before the edited message. @throws HttpError 404. */
function threadBefore({ invocation, previous }: NewTurn): Pick<Turn, 'number' | 'messages' | 'activity'> {
  const { messages = [], activity = [], turn = 0 } = previous ?? {};
  const editedId = invocation.conversation?.editedMessageId;
  if (editedId === undefined) return { number: turn + 1, messages: [...messages], activity: [...activity] };
  const edited = messages.find(({ id, role }) => id === editedId && role === 'user');
  if (edited === undefined) throw httpError(404, 'Message not found');
  return {
    number: edited.turn,
    messages: messages.slice(0, messages.indexOf(edited)),
    activity: activity.slice(
      0,
      activity.findIndex(({ id }) => id === editedId),
    ),
  };
}

/** Adds the prompt to the thread and starts the script. */
export function playTurn(turn: Turn): ScriptRun {
  const { invocation, messages, number, context, steers } = turn;
  const { request, settings } = invocation;
  const history = messages.map(({ role, content }) => ({ role, content }));
  const input = { text: request.input.text ?? '', turn: number, history, request, settings, steers };
  addMessage(turn, 'user', input.text);
  announce(turn);
  return startScriptRun({
    script: invocation.chooseScript(input),
    turn: input,
    clock: context.clock,
    workTracker: context.workTracker,
    onEvent: (event) => applyEvent(turn, event),
    onShow: (event) => showEvent(turn, event),
  });
}

function announce({ stream, task, number, invocation, context }: Turn): void {
  const isConversation = invocation.conversation !== undefined;
  if (!isConversation && context.wire.connected) stream.emit('connected', null);
  stream.emit('task_created', task);
  if (isConversation) stream.emit('turn_started', { turn: number });
}
