import { isRecord } from './check-options.ts';

/** What a visitor asks: the last message of the body. */
export interface Question {
  readonly chatId: string;
  readonly text: string;
  /** The URLs of files. */
  readonly files: readonly string[];
}

/** The body of a request is not what `useChat` sends. The message names the field. */
export class InvalidBodyError extends Error {
  override readonly name = 'InvalidBodyError';
}

/**
 * Reads the chat's id and the last message of a body as `useChat` sends it. Nothing else of the body is used: earlier
 * messages are in the agent's own memory, and whatever the page adds cannot steer the agent.
 *
 * @throws InvalidBodyError
 */
export async function readQuestion(request: Request, maxTextLength: number): Promise<Question> {
  const body = await readJson(request);
  if (!isRecord(body)) throw new InvalidBodyError('The body must be a JSON object.');
  const { id, messages } = body;
  if (typeof id !== 'string' || id === '') throw new InvalidBodyError('id must be a non-empty text.');
  if (!Array.isArray(messages) || messages.length === 0)
    throw new InvalidBodyError('messages must be a list of at least one message.');
  const field = `messages[${messages.length - 1}]`;
  const last: unknown = messages.at(-1);
  if (!isRecord(last)) throw new InvalidBodyError(`${field} must be an object.`);
  // An answered question must not run the agent once more.
  if (last.role !== 'user') throw new InvalidBodyError(`${field}.role must be "user".`);
  return { chatId: id, ...readParts(last.parts, `${field}.parts`, maxTextLength) };
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch (cause) {
    throw new InvalidBodyError('The body must be a JSON object.', { cause });
  }
}

function readParts(parts: unknown, field: string, maxTextLength: number): Pick<Question, 'text' | 'files'> {
  if (!Array.isArray(parts)) throw new InvalidBodyError(`${field} must be a list.`);
  const texts: string[] = [];
  const files: string[] = [];
  for (const [index, part] of parts.entries()) {
    const type: unknown = isRecord(part) ? part.type : undefined;
    if (typeof type !== 'string') throw new InvalidBodyError(`${field}[${index}].type must be a text.`);
    if (type === 'text') texts.push(readText(part, `${field}[${index}].text`));
    if (type === 'file') files.push(readFileUrl(part, `${field}[${index}].url`));
  }
  const text = texts.join('\n');
  if (text.length > maxTextLength)
    throw new InvalidBodyError(`${field} must have a text of at most ${maxTextLength} characters.`);
  if (text.trim() === '' && files.length === 0) throw new InvalidBodyError(`${field} must have a text or a file.`);
  return { text, files };
}

function readText({ text }: Record<string, unknown>, field: string): string {
  if (typeof text !== 'string') throw new InvalidBodyError(`${field} must be a text.`);
  return text;
}

function readFileUrl({ url }: Record<string, unknown>, field: string): string {
  // The agent downloads the file, so that it cannot read one that is part of the body.
  if (typeof url !== 'string' || !/^https?:\/\//i.test(url) || !URL.canParse(url))
    throw new InvalidBodyError(`${field} must be an http(s) URL: upload the file first.`);
  return url;
}
