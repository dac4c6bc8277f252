import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { configurationError } from '../failures/command-error.ts';

/** Reads a file that an option names. @throws CommandError that names the option and the file. */
export async function readTextFile(option: string, path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\ufeff/, '');
  } catch (error) {
    throw configurationError(`${option}: ${path} cannot be read: ${reasonOf(error)}.`);
  }
}

/** Reads a JSON object from a file that an option names. @throws CommandError that names the option and the file. */
export async function readJsonFile(option: string, path: string): Promise<Record<string, unknown>> {
  const content = await readTextFile(option, path);
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw configurationError(`${option}: ${path} is not JSON: ${reasonOf(error)}.`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw configurationError(`${option}: ${path} must contain a JSON object.`);
}

/** A text without the line break at its end, as a shell reads the output of a command. */
export function withoutLastBreak(text: string): string {
  return text.replace(/\r?\n$/, '');
}

/** Reads the standard input to its end, or until the signal aborts. */
export async function readStdin(signal: AbortSignal): Promise<string> {
  const stop = (): void => void process.stdin.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const all = await text(process.stdin);
    signal.throwIfAborted();
    return all.replace(/^\ufeff/, '');
  } catch (error) {
    signal.throwIfAborted();
    throw configurationError(`The standard input cannot be read: ${reasonOf(error)}.`);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Why a file cannot be used, as a part of a sentence. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file or folder';
  if (code === 'EACCES') return 'permission denied';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'ENOTDIR') return 'a part of the path is no folder';
  if (code === 'EROFS') return 'the disk is read-only';
  return message.replace(/\.$/, '');
}
