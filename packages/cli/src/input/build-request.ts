import type { AgentRequest, InvokeInput, InvokeRequest } from '@xpander/sdk';
import { usageError } from '../failures/command-error.ts';
import type { CommonOptions, Session } from '../session.ts';
import { readJsonFile, readStdin, readTextFile, withoutLastBreak } from './files.ts';

/** The options that make up a request. */
export interface RequestInputOptions extends CommonOptions {
  readonly promptFile?: string | undefined;
  readonly file?: readonly string[] | undefined;
  readonly user?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly request?: string | undefined;
  readonly thread?: string | undefined;
}

/** A request as an object, whose input is one, too. */
export type BuiltRequest = Omit<InvokeRequest, 'input'> & { input: InvokeInput };

/**
 * Builds the request of a command: that of `--request`, with the fields of `--set`, and the prompt, files, user and
 * thread of the other options in place of its own.
 *
 * @param example A command line that would have worked, for the error without a prompt.
 * @throws CommandError that names the option.
 */
export async function buildRequest(
  prompt: string | undefined,
  options: RequestInputOptions,
  session: Session,
  example: string,
): Promise<BuiltRequest> {
  const request = options.request === undefined ? {} : await readJsonFile('--request', options.request);
  const given = request.input;
  const input: Record<string, unknown> = typeof given === 'string' ? { text: given } : { ...Object(given) };
  request.input = input;
  if (options.set !== undefined) {
    const { setField } = await import('./set-field.ts');
    for (const assignment of options.set) setField(request, assignment);
  }
  const { file = [], user, thread } = options;
  file.forEach(checkFileUrl);
  if (file.length > 0) input.files = [...(Array.isArray(input.files) ? input.files : []), ...file];
  if (user !== undefined) input.user = parseUser(user);
  if (thread !== undefined) request.id = thread;
  const isComplete = Boolean(input.text) || (Array.isArray(input.files) && input.files.length > 0);
  const text = await readPrompt(prompt, { ...options, isComplete, example }, session);
  if (text !== undefined) input.text = text;
  // The SDK checks the members of the request.
  return request as AgentRequest as BuiltRequest;
}

function checkFileUrl(file: string): void {
  if (URL.canParse(file) && /^https?:$/.test(new URL(file).protocol)) return;
  throw usageError(`--file must be a URL of the web; got "${file}". The API cannot read files of this machine.`);
}

interface PromptOptions extends RequestInputOptions {
  /** Whether the request can be sent without another prompt. */
  readonly isComplete: boolean;
  readonly example: string;
}

/** Reads the prompt: the argument, the file, or the standard input when it is no terminal. */
async function readPrompt(
  prompt: string | undefined,
  { promptFile, apiKeyStdin, isComplete, example }: PromptOptions,
  session: Session,
): Promise<string | undefined> {
  if (prompt !== undefined && promptFile !== undefined)
    throw usageError('The prompt is given twice: as an argument and by --prompt-file.');
  const source = prompt ?? (promptFile === '-' ? '-' : undefined);
  if (source !== undefined && source !== '-') return notEmpty(source, 'The prompt');
  if (promptFile !== undefined && promptFile !== '-')
    return notEmpty(withoutLastBreak(await readTextFile('--prompt-file', promptFile)), `--prompt-file: ${promptFile}`);
  if (source === undefined && isComplete) return undefined;
  if (apiKeyStdin)
    throw usageError('The standard input carries the API key: pass the prompt as an argument or by --prompt-file.');
  if (process.stdin.isTTY && source === undefined)
    throw usageError('The prompt is missing.', [`For example: ${example}`]);
  if (process.stdin.isTTY) session.note('Reading the prompt from the terminal. Ctrl-D ends it.');
  const text = await readStdin(session.interrupts.signal);
  if (text.trim() !== '') return withoutLastBreak(text);
  throw usageError('The prompt is missing: the standard input is empty.', [`For example: ${example}`]);
}

function notEmpty(text: string, what: string): string {
  if (text.trim() === '') throw usageError(`${what} is empty.`);
  return text;
}

/** Reads `id:email`. */
export function parseUser(text: string): { id: string; email: string } {
  const [, id, email] = /^([^:]+):([^:\s]+@[^:\s]+)$/.exec(text) ?? [];
  if (id !== undefined && email !== undefined) return { id, email };
  throw usageError(`--user must have the form id:email, as in user-1:dana@example.com; got "${text}".`);
}
