import { isXpanderError } from './xpander-error.ts';

/** The stack of a call, to be shown by errors that arise later, in timers and callbacks, where the call is no longer on the stack. */
export interface CallerTrace {
  readonly stack?: unknown;
}

type Capture = (target: object, above: (...args: never[]) => unknown) => void;

/** Captures the stack below the function `above`. Runtimes without `Error.captureStackTrace` capture nothing. */
export function captureCaller(above: (...args: never[]) => unknown): CallerTrace {
  const trace: CallerTrace = {};
  (Error as { captureStackTrace?: Capture }).captureStackTrace?.(trace, above);
  return trace;
}

/** Adds the caller's frames to the stack of an error of this SDK, if they are missing there. Returns the error. */
export function addCaller(error: unknown, trace: CallerTrace | undefined): unknown {
  if (trace === undefined || !isXpanderError(error)) return error;
  try {
    addFrames(error, trace);
  } catch {
    // The application may have frozen the error, or its formatter of stacks may throw.
  }
  return error;
}

function addFrames(error: Error, trace: CallerTrace): void {
  const { stack } = error;
  // An application may format stacks in its own way.
  if (typeof stack !== 'string' || typeof trace.stack !== 'string') return;
  const missing = trace.stack.split('\n').filter((frame) => /^\s+at /.test(frame) && !stack.includes(lineOf(frame)));
  if (missing.length > 0) error.stack = [stack, ...missing].join('\n');
}

/** The file and line of a frame. The column may differ between a call and its `await`. */
function lineOf(frame: string): string {
  return frame.replace(/^\s+at (.* \()?/, '').replace(/:\d+\)?$/, ':');
}

/**
 * Runs a verb. Its errors show the line that called it.
 *
 * The caller is captured only when the verb has failed: V8 then still knows which function awaits it. A capture at each
 * call would cost about as much as all layers of the transport.
 */
export async function traced<T>(verb: () => Promise<T>): Promise<T> {
  try {
    return await verb();
  } catch (error) {
    throw isXpanderError(error) ? addCaller(error, captureCaller(captureCaller)) : error;
  }
}
