import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type BatchItem, csv, jsonl, textLines } from '@xpander/batch';
import { configurationError, usageError } from '../failures/command-error.ts';
import { fillTemplate } from './fill-template.ts';

export type InputFormat = 'jsonl' | 'csv' | 'txt';

/** The input of a batch. It can be read several times. */
export interface BatchInput {
  readonly items: AsyncIterable<BatchItem>;
  /** Removes what was written to read the standard input more than once. */
  remove(): Promise<void>;
}

interface InputOptions {
  readonly format?: InputFormat | undefined;
  readonly prompt?: string | undefined;
}

/**
 * Opens the file of a batch, or with `-` the standard input.
 *
 * @throws CommandError that names the option.
 */
export async function openInput(file: string, options: InputOptions, signal: AbortSignal): Promise<BatchInput> {
  const format = options.format ?? formatOf(file);
  if (format !== 'csv' && options.prompt !== undefined)
    throw usageError(`--prompt fills in the columns of a .csv file; ${file} is read as .${format}.`);
  if (format === 'csv' && options.prompt === undefined)
    throw usageError('A .csv file needs --prompt, with the names of columns in braces.', [
      'For example: xpander-agent batch <agent> reviews.csv --prompt "Review: {text}"',
    ]);
  const isStdin = file === '-';
  const path = isStdin ? await keepStdin(signal) : file;
  if (!isStdin) await access(path).catch(() => refuseFile(path));
  return {
    items: readItems(path, format, options.prompt ?? ''),
    remove: async () => {
      if (isStdin) await rm(path, { force: true });
    },
  };
}

function formatOf(file: string): InputFormat {
  const extension = extname(file).toLowerCase();
  if (extension === '.csv') return 'csv';
  if (extension === '.jsonl' || extension === '.ndjson') return 'jsonl';
  if (extension === '.txt' || file === '-') return 'txt';
  throw usageError(`${file} is no .jsonl, .csv or .txt file. Name its form with --format.`);
}

function readItems(path: string, format: InputFormat, prompt: string): AsyncIterable<BatchItem> {
  if (format === 'jsonl') return jsonl(path);
  if (format === 'txt') return textLines(path);
  return csv(path, (row) => fillTemplate(prompt, row));
}

function refuseFile(path: string): never {
  throw configurationError(`The file ${path} does not exist, or cannot be read.`);
}

/** Writes the standard input to a file that only its owner can read. */
async function keepStdin(signal: AbortSignal): Promise<string> {
  if (process.stdin.isTTY) throw usageError('The standard input is a terminal. Pipe the lines into it.');
  const path = join(tmpdir(), `xpander-agent-${randomUUID()}`);
  try {
    await pipeline(process.stdin, createWriteStream(path, { mode: 0o600 }), { signal });
  } catch (error) {
    await rm(path, { force: true });
    signal.throwIfAborted();
    throw error;
  }
  return path;
}
