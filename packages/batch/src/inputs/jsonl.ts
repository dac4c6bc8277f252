import type { AgentRequest } from '@xpander/sdk';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import type { BatchItem } from '../batch/types.ts';
import { BatchInputError } from '../errors/batch-errors.ts';
import { checkPath } from './check-path.ts';
import { type FileLine, readFileLines } from './file-lines.ts';
import { locate } from './located.ts';

/**
 * Reads items from a file with one JSON value a line: a text, a request, or `{ "key": …, "request": … }`. Blank lines are
 * left out.
 *
 * @throws BatchInputError while it is read, naming file, line and column of a mistake.
 */
export function jsonl(path: string): AsyncIterable<BatchItem> {
  checkPath(path);
  return {
    async *[Symbol.asyncIterator]() {
      for await (const lines of readFileLines(path))
        for (const line of lines) yield locate(toItem(parseLine(line)), line.place);
    },
  };
}

function parseLine({ text, place }: FileLine): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The platform's own message names no column for most mistakes.
    const mistakes: ParseError[] = [];
    parse(text, mistakes, { disallowComments: true });
    const [first] = mistakes;
    const problem = first === undefined ? (error as Error).message : printParseErrorCode(first.error);
    const column = first === undefined ? undefined : first.offset + 1;
    throw new BatchInputError(`the line is not JSON: ${problem}`, { ...place, column }, { cause: error });
  }
}

/** An object, which can carry its place. What it contains is checked when it is added. */
function toItem(value: unknown): Extract<BatchItem, { request: unknown }> {
  const isItem = typeof value === 'object' && value !== null && 'request' in value;
  return isItem ? (value as { readonly request: AgentRequest }) : { request: value as AgentRequest };
}
