import type { OperationCall } from '../api/types.ts';
import { withTimeout } from '../async/with-timeout.ts';
import { checkCallOptions } from '../config/validate-options.ts';
import type { RequestOptions } from '../options/call-options.ts';
import type { Core } from './types.ts';

/** Makes the one request of a verb that needs no more than one. */
export async function callOnce<T>(
  { settings: { clock } }: Core,
  options: RequestOptions,
  send: (call: OperationCall) => Promise<T>,
): Promise<T> {
  checkCallOptions(options, 'request');
  // Without a signal, nothing can end the call before its time limit.
  if (options.signal === undefined) return send(options);
  return withTimeout({ clock, signal: options.signal }, (signal) => send({ ...options, signal }));
}
