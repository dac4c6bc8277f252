import { withBudget } from '../async/with-timeout.ts';
import { checkOutput } from '../config/validate-options.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { OutputError, type OutputIssue } from '../errors/output-error.ts';
import type { CompletedTask, Task } from '../models.ts';
import type { RequestOptions } from '../options/call-options.ts';
import type { Clock } from '../options/client-options.ts';
import { settle } from '../tasks/settle.ts';
import { finalStatus } from '../tasks/task-status.ts';
import { findJson } from './extract-json.ts';
import type { MaybeOutput, OutputSchema, StandardIssue, Validated } from './output-schema.ts';

/** What settling verbs return. Only the overload that the caller chose knows the type of `output`: this fits each. */
export type Settled = CompletedTask & { output: never };

/** A task that has ended well, with its output, if one was asked for. */
export async function finish(
  task: Task,
  { output: schema, signal }: MaybeOutput & RequestOptions,
  clock: Clock,
): Promise<Settled> {
  const completed = settle(task);
  if (schema === undefined) return completed as Settled;
  // A validator may take its time, or never end.
  const output = await withBudget({ clock, signal }, () => readOutput(completed, schema));
  return { ...completed, output } as Settled;
}

/**
 * The output of a task that has completed: for a task that was stored, or waited for elsewhere.
 *
 * The result is read as JSON if it is that as a whole, or else if exactly one fenced block in it is; text around that
 * block is passed over. Then the validator has its say.
 *
 * @throws OutputError when the result is not such JSON, or the validator refuses it.
 * @throws TaskFailedError when the task ended as `failed`, `error` or `stopped`.
 */
export async function parseOutput<T>(task: Task, schema: OutputSchema<T>): Promise<T> {
  checkOutput(schema);
  if (finalStatus(task.status) === undefined)
    throw new ConfigurationError('task', 'has not ended', 'Wait for it first: tasks.wait(task)');
  return readOutput(settle(task), schema);
}

async function readOutput<T>(task: CompletedTask, schema: OutputSchema<T>): Promise<T> {
  // Servers send JSON as a text; an object in its place is as good.
  const result: unknown = task.result ?? '';
  const text = typeof result === 'string' ? result : JSON.stringify(result);
  const refuse = (issues: readonly OutputIssue[], options?: ErrorOptions): never => {
    throw new OutputError(task, text, issues, options);
  };
  const found = typeof result === 'string' ? findJson(result) : { value: result };
  if (found === undefined) {
    return refuse([
      { message: text === '' ? 'There is no answer' : 'The answer is not JSON, nor is one block of it', path: [] },
    ]);
  }
  const validated = await validate(schema, found.value).catch((cause: unknown) =>
    refuse([{ message: cause instanceof Error ? cause.message : String(cause), path: [] }], { cause }),
  );
  return validated.issues ? refuse(validated.issues.map(toIssue)) : validated.value;
}

async function validate<T>(schema: OutputSchema<T>, value: unknown): Promise<Validated<T>> {
  return schema['~standard'].validate(value);
}

/** Copies two members only: others repeat what was validated. */
function toIssue({ message, path = [] }: StandardIssue): OutputIssue {
  const keys = path.map((segment) => (typeof segment === 'object' ? segment.key : segment));
  return { message, path: keys.map((key) => (typeof key === 'symbol' ? String(key) : key)) };
}
