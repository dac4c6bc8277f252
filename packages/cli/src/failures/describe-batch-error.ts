import type { BatchInputError, BatchLockedError, BatchStoppedError, BatchStoreError, StopReason } from '@xpander/batch';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { commandLine } from './shell-quote.ts';
import type { Failure, FailureContext } from './types.ts';

const exitCodeOfStop: Readonly<Record<StopReason['code'], ExitCode>> = {
  unauthorized: exitCodes.noAccess,
  forbidden: exitCodes.noAccess,
  quota_exceeded: exitCodes.limit,
  not_found: exitCodes.notFound,
  cancelled: exitCodes.stopped,
};

/** Describes why a batch could not begin, or not go on. */
export function describeBatchError(
  error: BatchInputError | BatchLockedError | BatchStoppedError | BatchStoreError,
  { keySource }: FailureContext,
): Failure {
  switch (error.code) {
    case 'batch_input':
      return { code: error.code, exitCode: exitCodes.usage, message: `${error.message.replace(/\.$/, '')}.` };
    case 'batch_locked':
      return {
        code: error.code,
        exitCode: exitCodes.usage,
        message: `Process ${error.pid} works on ${error.path}. A file serves one process at a time.`,
        next: commandLine('batch', 'status', error.path),
      };
    case 'batch_stopped': {
      const { code, message } = error.reason;
      const isRefused = code === 'unauthorized' || code === 'forbidden';
      const sentences = [
        `The batch was stopped: ${message.replace(/\.$/, '')}.`,
        isRefused && keySource !== undefined && `The key came from ${keySource}.`,
        'The same command goes on when that is mended.',
      ];
      return {
        code,
        exitCode: exitCodeOfStop[code],
        message: sentences.filter((sentence) => sentence !== false).join(' '),
        next: isRefused ? commandLine('doctor') : undefined,
      };
    }
    case 'batch_store':
      return {
        code: error.code,
        exitCode: exitCodes.unexpected,
        message: `${error.unsavedTaskIds.length} results could not be written. The same command reads them again.`,
      };
  }
}
