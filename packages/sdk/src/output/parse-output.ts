import { withTimeout } from '../async/with-timeout.ts';
import { checkOutput } from '../config/validate-options.ts';
import { task as checkTask } from '../config/validators.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { isErrorLike } from '../errors/error-like.ts';
import { OutputError, type OutputIssue } from '../errors/output-error.ts';
import type { Caused } from '../errors/xpander-error.ts';
import type { CompletedTask, Task } from '../models.ts';
import type { RequestOptions } from '../options/call-options.ts';
import type { Clock } from '../options/client-options.ts';
import { finalStatus, requireCompleted } from '../tasks/task-status.ts';
import { findJson } from './extract-json.ts';
import type { MaybeOutput, OutputSchema, StandardIssue, Validated } from './output-schema.ts';

/**
 * What a verb that waits for the end returns. Only the overload that the caller chose knows the type of `output`; this
 * type fits all of them.
 */
export type Settled = CompletedTask & { output: never };

/**
 * Turns a task at its end into what a verb resolves with: the completed task, with its output if one was asked for.
 *
 * `redact` removes secrets from what an error quotes.
 */
export async function settle(
  task: Task,
  { output: schema, signal }: MaybeOutput & RequestOptions,
  clock: Clock,
  redact: (text: string) => string,
): Promise<Settled> {
  const completed = requireCompleted(task, redact);
  if (schema === undefined) return completed as Settled;
  // A validator may be slow, or never end.
  const output = await withTimeout({ clock, signal }, () => readOutput(completed, schema));
  return { ...completed, output } as Settled;
}

/**
 * Reads the output of a completed task, for example one that was stored or that another process waited for.
 *
 * The result is parsed as JSON. If it is not JSON as a whole, its only fenced block that is JSON is parsed, and the
 * text around the block is ignored. Then the validator checks the value.
 *
 * @throws OutputError when the result contains no such JSON, or the validator rejects it.
 * @throws TaskFailedError when the task ended as `failed`, `error` or `stopped`.
 * @throws ConfigurationError when the task has not ended, or `schema` is not a schema.
 */
export async function parseOutput<T>(task: Task, schema: OutputSchema<T>): Promise<T> {
  checkOutput(schema);
  const mistake = checkTask(task);
  if (mistake !== undefined) throw new ConfigurationError('task', ...mistake);
  if (finalStatus(task) === undefined)
    throw new ConfigurationError('task', 'has not ended', 'Wait for it first: `tasks.wait(task)`');
  return readOutput(requireCompleted(task), schema);
}

async function readOutput<T>(task: CompletedTask, schema: OutputSchema<T>): Promise<T> {
  // The server sends JSON as text. An object in its place is accepted too.
  const result: unknown = task.result ?? '';
  const text = typeof result === 'string' ? result : JSON.stringify(result);
  const refuse = (issues: readonly OutputIssue[], options?: Caused): never => {
    throw new OutputError(task, text, issues, options);
  };
  const found = typeof result === 'string' ? findJson(result) : { value: result };
  if (found === undefined) {
    const problem = 'The answer is not JSON, and does not contain exactly one block of JSON';
    return refuse([{ message: text === '' ? 'The answer is empty' : problem, path: [] }]);
  }
  const validated = await validate(schema, found.value).catch((cause: unknown) =>
    refuse([{ message: isErrorLike(cause) ? cause.message : String(cause), path: [] }], { cause }),
  );
  return validated.issues ? refuse(validated.issues.map(toIssue)) : validated.value;
}

async function validate<T>(schema: OutputSchema<T>, value: unknown): Promise<Validated<T>> {
  return schema['~standard'].validate(value);
}

/** Copies two members only, because others repeat the validated value. */
function toIssue({ message, path = [] }: StandardIssue): OutputIssue {
  const keys = path.map((segment) => (typeof segment === 'object' ? segment.key : segment));
  return { message, path: keys.map((key) => (typeof key === 'symbol' ? String(key) : key)) };
}
