import type { AuthState, DeepPlanning, Task } from '../models.ts';

/** A part of what an agent does, in the same form for all servers. */
export type AgentPart =
  /** A piece of the answer. Never empty. */
  | { readonly type: 'text'; readonly text: string }
  /** A step of reasoning. Never empty. */
  | { readonly type: 'reasoning'; readonly text: string }
  /** A call of a tool, or its result. Each call has exactly one result. */
  | ToolPart
  /** The plan, after each change. */
  | { readonly type: 'plan'; readonly plan: DeepPlanning }
  /** A tool needs a login, or the login has changed its state. */
  | { readonly type: 'auth'; readonly auth: AuthState }
  /** Work that was handed to a sub-agent. `taskId` is the task that has handed it on. */
  | { readonly type: 'sub-agent'; readonly agentId?: string; readonly query?: string; readonly taskId?: string }
  /** A snapshot of the task. */
  | { readonly type: 'status'; readonly task: Task }
  /** The task waits for a person. */
  | { readonly type: 'paused'; readonly task: Task }
  /** The run has ended, whatever the status. The last part. */
  | { readonly type: 'finish'; readonly task: Task };

/** A call of a tool, or its result. `taskId` is the task that has called: of a sub-agent, another one than the stream's. */
export type ToolPart =
  | {
      readonly type: 'tool-call';
      /** Joins a call and its result. Unique in its stream. */
      readonly id: string;
      readonly name: string;
      readonly input: unknown;
      /** Why the tool is called, in a few words. */
      readonly title?: string;
      readonly taskId?: string;
    }
  | {
      readonly type: 'tool-result';
      readonly id: string;
      readonly name: string;
      readonly output: unknown;
      /** Whether the call failed, or its result was not received. */
      readonly isError: boolean;
    };
