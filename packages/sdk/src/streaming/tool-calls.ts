import type { TaskEvent } from '../models.ts';
import type { ToolPart } from './agent-part.ts';

type RequestEvent = Extract<TaskEvent, { type: 'tool_call_request' }>;
type ResultEvent = Extract<TaskEvent, { type: 'tool_call_result' }>;

/** The calls of a stream, so that each gets exactly one result. */
export interface ToolCalls {
  /** The part of a call. None for a call that is open already. */
  open(event: RequestEvent): Generator<ToolPart, void>;
  /** The part of a result, after that of its call if there was none. None for a result that was given already. */
  answer(event: ResultEvent): Generator<ToolPart, void>;
  /** Results for the calls that have none. */
  close(): Generator<ToolPart, void>;
}

/** A call that has no result yet, with the ids that the server has given it. */
interface OpenCall {
  readonly id: string;
  readonly name: string;
  readonly requestId: string | undefined;
  readonly toolCallId: string | undefined;
}

const unseenResult = 'The result of this call was not received.';

export function createToolCalls(): ToolCalls {
  const used = new Set<string>();
  const answered = new Set<string>();
  const calls = new Set<OpenCall>();

  /** An id that no other call of the stream has. */
  const makeId = (given: string | undefined): string => {
    let id = given ?? 'call-1';
    for (let number = 2; used.has(id); number += 1) id = `${given ?? 'call'}-${number}`;
    used.add(id);
    return id;
  };

  function* begin(event: RequestEvent | ResultEvent): Generator<ToolPart, OpenCall> {
    const { data, task_id: taskId } = event;
    const ids = idsOf(data);
    const call: OpenCall = { ...ids, id: makeId(ids.requestId ?? ids.toolCallId), name: nameOf(data) };
    calls.add(call);
    const title = data.reasoning?.title;
    const about = { ...(title && { title }), ...(taskId && { taskId }) };
    yield { type: 'tool-call', id: call.id, name: call.name, input: data.payload ?? {}, ...about };
    return call;
  }

  return {
    *open(event) {
      const { requestId, toolCallId } = idsOf(event.data);
      const isNamed = requestId !== undefined || toolCallId !== undefined;
      if (isNamed && findCall(calls, event.data) !== undefined) return;
      yield* begin(event);
    },
    *answer(event) {
      const { requestId, toolCallId } = idsOf(event.data);
      const key = requestId ?? toolCallId;
      const known = findCall(calls, event.data);
      if (known === undefined && key !== undefined && answered.has(key)) return;
      const call = known ?? (yield* begin(event));
      calls.delete(call);
      for (const id of [requestId, toolCallId, call.requestId, call.toolCallId]) if (id !== undefined) answered.add(id);
      const { result = null, is_error: isError } = event.data;
      yield { type: 'tool-result', id: call.id, name: call.name, output: result, isError: isError === true };
    },
    *close() {
      for (const { id, name } of calls) yield { type: 'tool-result', id, name, output: unseenResult, isError: true };
      calls.clear();
    },
  };
}

type ToolData = RequestEvent['data'];

/** The open call that an event is about: by its ids, and without any by its name, the oldest first. */
function findCall(calls: Iterable<OpenCall>, data: ToolData): OpenCall | undefined {
  const { requestId, toolCallId } = idsOf(data);
  const isIt = (call: OpenCall): boolean => {
    if (requestId !== undefined && call.requestId !== undefined) return call.requestId === requestId;
    if (toolCallId !== undefined && call.toolCallId !== undefined) return call.toolCallId === toolCallId;
    const isNamed = [requestId, toolCallId, call.requestId, call.toolCallId].some((id) => id !== undefined);
    return !isNamed && call.name === nameOf(data);
  };
  return [...calls].find(isIt);
}

function idsOf({
  request_id: requestId,
  tool_call_id: toolCallId,
}: ToolData): Pick<OpenCall, 'requestId' | 'toolCallId'> {
  return { requestId: requestId || undefined, toolCallId: toolCallId || undefined };
}

function nameOf({ tool_name: toolName, operation_id: operationId }: ToolData): string {
  return toolName || operationId || 'tool';
}
