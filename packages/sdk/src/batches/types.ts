import type { AgentRequest, CompletedTask, TaskRef } from '../models.ts';

/** Many requests. A string is refused: it would be iterated character by character. */
export type AgentRequests = (Iterable<AgentRequest> | AsyncIterable<AgentRequest>) & object;

/** Many tasks. A string is refused: it would be iterated character by character. */
export type TaskRefs = (Iterable<TaskRef> | AsyncIterable<TaskRef>) & object;

/** How one request of many ended: with its task, or with its error. */
export type RunOutcome<T = CompletedTask> =
  | {
      /** The request's position in the input, counted from 0. */
      readonly index: number;
      readonly request: AgentRequest;
      readonly taskId: string;
      readonly task: T;
      readonly error?: undefined;
    }
  | {
      readonly index: number;
      readonly request: AgentRequest;
      /** `undefined` when nothing was started, or when the id of what was started is unknown. */
      readonly taskId: string | undefined;
      readonly task?: undefined;
      /** What `run` would reject with. A thrown value that is no error is its `cause`. */
      readonly error: Error;
    };

/** How the wait for one task of many ended: with the task, or with its error. */
export type WaitOutcome<T = CompletedTask> =
  | { readonly id: string; readonly task: T; readonly error?: undefined }
  | { readonly id: string; readonly task?: undefined; readonly error: Error };
