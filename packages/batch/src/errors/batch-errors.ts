import { XpanderError } from '@xpander/sdk';
import type { BatchSummary, StopReason } from '../batch/types.ts';

/** Where an input is wrong. */
export interface InputPlace {
  readonly file?: string | undefined;
  /** The line of the file, or the position in any other input, from 1. */
  readonly line?: number | undefined;
  /** The column of the line, from 1. */
  readonly column?: number | undefined;
}

/** An input cannot be read, has a key twice, or has changed since its items were added. Nothing of it was added. */
export class BatchInputError extends XpanderError {
  readonly code = 'batch_input';
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;

  static {
    nameClass(BatchInputError, 'BatchInputError');
  }

  constructor(problem: string, place: InputPlace = {}, options?: { readonly cause?: unknown }) {
    super(`${describe(place)}${problem}`, options);
    this.file = place.file;
    this.line = place.line;
    this.column = place.column;
  }
}

/** The error for an item whose request has changed since it was added. `state` says why it cannot be replaced. */
export function changedItem({ key, line, file }: ChangedItem, state: 'done' | 'running' | 'started'): BatchInputError {
  const why = { done: 'is done', running: 'is running', started: 'may have been started' }[state];
  const fix = 'Restore it, give it another key, or use another batch';
  const problem = `the item with the key ${JSON.stringify(key)} has changed since it was added, and ${why}. ${fix}`;
  return new BatchInputError(problem, { file, line });
}

interface ChangedItem {
  readonly key: string;
  readonly line: number;
  readonly file?: string | undefined;
}

/** Another process works on the file of this batch, or another `openBatch` of this process does. */
export class BatchLockedError extends XpanderError {
  readonly code = 'batch_locked';
  override readonly isRetryable = true;
  readonly path: string;
  /** The process that holds the lock. */
  readonly pid: number;

  static {
    nameClass(BatchLockedError, 'BatchLockedError');
  }

  constructor(path: string, pid: number, host: string) {
    const holder = pid === process.pid ? 'another openBatch() of this process' : `process ${pid} on ${host}`;
    super(
      `${path} is locked by ${holder}. A file serves one process at a time: close the other batch, or use PostgreSQL or Redis`,
    );
    this.path = path;
    this.pid = pid;
  }
}

/** The API rejects the key or the agent, so that the batch was stopped in every process. Nothing was marked failed. */
export class BatchStoppedError extends XpanderError {
  readonly code = 'batch_stopped';
  readonly reason: StopReason;
  readonly summary: BatchSummary;

  static {
    nameClass(BatchStoppedError, 'BatchStoppedError');
  }

  constructor(reason: StopReason, summary: BatchSummary, options?: { readonly cause?: unknown }) {
    super(`The batch was stopped: ${reason.message}. Call \`work\` again when that is mended`, options);
    this.reason = reason;
    this.summary = summary;
  }
}

/** The work had to end before the store could take these results. The tasks have ended, and the next `work` finds them. */
export class BatchStoreError extends XpanderError {
  readonly code = 'batch_store';
  override readonly isRetryable = true;
  /** The tasks whose results are not stored. */
  readonly unsavedTaskIds: readonly string[];

  static {
    nameClass(BatchStoreError, 'BatchStoreError');
  }

  constructor(unsavedTaskIds: readonly string[], options?: { readonly cause?: unknown }) {
    const shown = unsavedTaskIds.slice(0, 20).join(', ');
    const more = unsavedTaskIds.length > 20 ? ` and ${unsavedTaskIds.length - 20} more` : '';
    super(
      `${unsavedTaskIds.length} results could not be stored: ${shown}${more}. The next \`work\` reads them again`,
      options,
    );
    this.unsavedTaskIds = unsavedTaskIds;
  }
}

function describe({ file, line, column }: InputPlace): string {
  const where = line !== undefined && file === undefined ? `line ${line} of the input` : line && `line ${line}`;
  const parts = [file, where, column && `column ${column}`].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : `${parts.join(', ')}: `;
}

/** On the prototype, so that the name survives minifiers and is printed once. */
function nameClass(errorClass: { prototype: object }, name: string): void {
  Object.defineProperty(errorClass.prototype, 'name', { value: name, enumerable: false, configurable: true });
}
