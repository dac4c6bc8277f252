import { describeFailure } from '../failures/describe-failure.ts';
import type { Session } from '../session.ts';

const concurrency = 8;

/**
 * Calls a function for each id, some at a time, and hands its results on in the order of the ids. A failure is reported,
 * and the other ids go on.
 */
export async function forEachId<Result>(
  ids: readonly string[],
  session: Session,
  call: (id: string) => Promise<Result>,
  show: (result: Result) => Promise<void>,
): Promise<void> {
  const { signal } = session.interrupts;
  for (let start = 0; start < ids.length; start += concurrency) {
    const outcomes = await Promise.allSettled(ids.slice(start, start + concurrency).map(call));
    signal.throwIfAborted();
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') await show(outcome.value);
      else session.fail(describeFailure(outcome.reason, { keySource: session.keySource }));
    }
  }
}
