import { isObject } from '../config/values.ts';
import type { Wanted } from '../errors/run-errors.ts';
import type { Task, TaskEvent } from '../models.ts';
import type { TurnRoute } from '../runs/types.ts';
import { tellEnd } from '../tasks/end-detection.ts';
import { declareEnd, isKnownStatus, normalizeStatus } from '../tasks/task-status.ts';

/** What the events of a stream have told of its turns. */
export interface TurnReader {
  readonly endOf: TurnRoute['endOf'];
  /** The last turn that is over, of a stream of queued messages. */
  last(): Task | undefined;
  /** What the turn waits for. */
  wanted(): Wanted | undefined;
}

/** Reads when a turn is over: at the first of `turn_finished` and its own `task_finished` (openapi/FACTS.md#d5). */
export function createTurnReader(isQueue: boolean): TurnReader {
  let last: Task | undefined;
  let wanted: Wanted | undefined;
  return {
    endOf: (event, lastTask) => {
      wanted = wantedBy(event) ?? wanted;
      const end = endOf(event, lastTask);
      if (!isQueue) return end;
      // One stream carries several turns, and the last of them is not known before the stream ends.
      if (event.type === 'task_created' || event.type === 'turn_started') last = undefined;
      last = end ?? last;
      return undefined;
    },
    last: () => last,
    wanted: () => wanted,
  };
}

function endOf(event: TaskEvent, lastTask: Task | undefined): Task | undefined {
  if (event.type === 'task_finished') {
    declareEnd(event.data);
    return event.data;
  }
  return event.type === 'turn_finished' ? toEnd(event.data, lastTask ?? toTask(event)) : undefined;
}

function toTask({ task_id: id }: TaskEvent): Task | undefined {
  return typeof id === 'string' ? { id } : undefined;
}

/** The task at the end of its turn. Data from which that cannot be read are left to the record. */
function toEnd(data: unknown, task: Task | undefined): Task | undefined {
  if (!isObject(data) || task === undefined) return undefined;
  const { status: given, result } = data;
  const status = given === undefined || given === null ? 'completed' : normalizeStatus(given as Task['status']);
  if (!isKnownStatus(status) || (status === 'completed' && typeof result !== 'string')) return undefined;
  return tellEnd({ ...task, status, ...(typeof result === 'string' && { result }) });
}

/** What a turn waits for, if the event says so. */
function wantedBy({ type, data }: TaskEvent): Wanted | undefined {
  if (type === 'ask_user_questions' || type === 'inline_card') return wantedIn(data);
  return undefined;
}

/** What a question, a card or an entry of the activity asks for. The id of a question's entry is the decision's. */
export function wantedIn(entry: unknown): Wanted | undefined {
  if (!isObject(entry)) return undefined;
  const { id, questions, decision_id: given, request_id: requestId } = entry;
  const decisionId = given ?? (Array.isArray(questions) ? id : undefined);
  if (typeof decisionId === 'string') return { decisionId };
  return typeof requestId === 'string' ? { requestId } : undefined;
}
