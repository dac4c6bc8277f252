import { describe, expect, it } from 'vitest';
import type { Task } from '../src/index.ts';
import { type Answer, clientAnswering, task, taskId } from './support.ts';

const end = (finished_at: string | null, result = 'old', status = 'completed'): Response =>
  task(status, { finished_at, result });

/** How many reads a wait takes when the previous turn is passed as `since`. */
async function readsNeeded(since: Response, answers: Answer[]): Promise<number> {
  const { xpander, received } = clientAnswering([...answers, end('2027-01-01T00:00:00Z', 'sentinel')]);
  const before = (await since.clone().json()) as Task;
  await xpander.tasks.wait(taskId, { since: before, pollIntervalMs: 1_000, deadlineMs: 60_000 });
  return received.length;
}

const stamp = '2026-02-07T02:13:41.897123Z';

it('the local time zone of these tests is not UTC', () => {
  expect(new Date(0).getTimezoneOffset()).not.toBe(0);
});

describe('tasks.wait with since', () => {
  it.each([
    ['the same characters', stamp],
    ['fewer digits', '2026-02-07T02:13:41.897Z'],
    ['more digits', '2026-02-07T02:13:41.897123000Z'],
    ['no zone, which is UTC', '2026-02-07T02:13:41.897123'],
    ['another zone', '2026-02-07T04:13:41.897123+02:00'],
    ['a space instead of the T', '2026-02-07 02:13:41.897123Z'],
    ['a decimal comma', '2026-02-07T02:13:41,897123Z'],
    ['lower-case letters', '2026-02-07t02:13:41.897123z'],
    ['a zone without a colon', '2026-02-07T02:13:41.897123+0000'],
    ['white space around the time', ' 2026-02-07T02:13:41.897123 Z '],
    ['no fraction', '2026-02-07T02:13:41Z'],
  ])('ignores the end of the previous turn when its timestamp has %s', async (_, same) => {
    expect(await readsNeeded(end(stamp), [end(same), end(same)])).toBe(3);
  });

  it.each([
    ['the same time of another day', end('2026-02-08T02:13:41.897123Z')],
    ['the same fraction of another second', end('2026-02-07T02:13:42.897123Z')],
    ['another zone', end('2026-02-07T02:13:41.897123+01:00')],
    ['an invalid timestamp', end('yesterday')],
    ['a timestamp of an impossible day', end('2026-13-45T02:13:41.897123Z')],
    ['an invalid timestamp after another invalid one', end('today'), end('yesterday')],
    ['a later timestamp', end('2026-02-07T02:13:41.897124Z')],
    ['text before the timestamp', end(`on ${stamp}`)],
    ['text after the timestamp', end(`${stamp} or so`)],
    ['a timestamp where the previous turn had none', end(stamp), end(null)],
  ])('accepts an end with %s', async (_, answer, since = end(stamp)) => {
    expect(await readsNeeded(since, [answer])).toBe(1);
  });

  it.each(['yesterday', '2026-13-45T02:13:41Z', `${stamp} or so`])(
    'compares invalid timestamps as text: %s',
    async (odd) => {
      expect(await readsNeeded(end(odd), [end(odd), end(odd)])).toBe(3);
    },
  );

  it('without timestamps accepts an end once the task was seen running, or its result differs', async () => {
    expect(await readsNeeded(end(null), [end(null), task('executing'), end(null)])).toBe(3);
    expect(await readsNeeded(end(null), [end(null), end(null, 'new')])).toBe(2);
    expect(await readsNeeded(end(null, 'old', 'completed'), [end(null), task('executing'), end(null)])).toBe(3);
  });

  it('accepts an end with the same timestamp and another result after 15 s without a change', async () => {
    const still = Array<Answer>(20).fill(end(stamp, 'new'));
    expect(await readsNeeded(end(stamp, 'old'), still)).toBe(16);
  });

  it('accepts an end with the same timestamp after a running status and 15 s without a change', async () => {
    const still = Array<Answer>(20).fill(end(stamp));
    expect(await readsNeeded(end(stamp), [task('executing'), ...still])).toBe(17);
  });
});
