import { z } from 'zod';

export interface AskInput {
  readonly prompt: string;
  readonly threadId?: string | undefined;
}

export interface TaskInput {
  readonly taskId: string;
}

export interface TaskOutput {
  readonly taskId: string;
  readonly status: string;
  readonly result?: string | undefined;
  readonly authUrl?: string | undefined;
}

const text = (what: string): z.ZodString =>
  z
    .string()
    .refine((value) => value.trim() !== '', 'must not be empty')
    .describe(what);

/** The API's paths end at such an id. */
const id = (what: string): z.ZodString =>
  text(what).refine((value) => value !== '.' && value !== '..', 'must be the id of a task');

/** Schemas are strict, because a misspelt `threadId` would otherwise start another conversation. */
export const askInput: z.ZodType<AskInput> = z.strictObject({
  prompt: text('What the agent is to do, with all that it needs to know: it does not see this conversation.'),
  threadId: id('The taskId of an earlier answer of this agent, to continue that conversation.').optional(),
});

export const taskInput: z.ZodType<TaskInput> = z.strictObject({
  taskId: id('The taskId that a tool of this server has returned.'),
});

export const taskOutput: z.ZodType<TaskOutput> = z.object({
  taskId: z.string().describe('Pass it to wait_for_task or stop_task, or as threadId to continue the conversation.'),
  status: z
    .string()
    .describe(
      'completed: result is the answer. pending, executing: still at work. paused: a person has to act. ' +
        'failed, error, stopped: the run has ended without an answer. unknown: it may be running.',
    ),
  result: z.string().optional().describe('The answer, or why the run failed.'),
  authUrl: z.string().optional().describe('The page on which a person has to log in, so that the run can go on.'),
});
