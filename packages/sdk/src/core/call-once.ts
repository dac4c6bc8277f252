import type { OperationCall } from '../api/operations.ts';
import { withBudget } from '../async/with-timeout.ts';
import { checkCallOptions } from '../config/validate-options.ts';
import type { RequestOptions } from '../options/call-options.ts';
import type { Clock } from '../options/client-options.ts';

/** Makes one call of the API under the caller's options. */
export type Reader = <T>(options: RequestOptions, call: (call: OperationCall) => Promise<T>) => Promise<T>;

/** A reader for the verbs that are one call and no more. */
export function createReader(clock: Clock): Reader {
  return async (options, call) => {
    checkCallOptions(options, 'request');
    // Without a signal there is nothing that could end the call before its time.
    if (options.signal === undefined) return call(options);
    return withBudget({ clock, signal: options.signal }, (signal) => call({ ...options, signal }));
  };
}
