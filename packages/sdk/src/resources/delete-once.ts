import type { OperationCall } from '../api/types.ts';
import { ApiError } from '../errors/api-error.ts';

/** Deletes something. A 404 after a retry is a success: the first request deleted it, and its answer was lost. */
export async function deleteOnce(call: OperationCall, send: (call: OperationCall) => Promise<unknown>): Promise<void> {
  let isRepeated = false;
  const onState: OperationCall['onState'] = (state) => {
    isRepeated ||= state === 'pausing';
  };
  try {
    await send({ ...call, onState });
  } catch (error) {
    if (!(isRepeated && error instanceof ApiError && error.status === 404)) throw error;
  }
}
