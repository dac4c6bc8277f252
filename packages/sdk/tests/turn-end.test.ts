import { describe, expect, it } from 'vitest';
import type { Task } from '../src/index.ts';
import { type Answer, clientAnswering, task, taskId } from './support.ts';

const end = (finished_at: string | null, result = 'old', status = 'completed'): Response =>
  task(status, { finished_at, result });

/** How many looks a wait takes, given the turn before as `since`. */
async function looks(since: Response, answers: Answer[]): Promise<number> {
  const { xpander, received } = clientAnswering([...answers, end('2027-01-01T00:00:00Z', 'sentinel')]);
  const before = (await since.clone().json()) as Task;
  await xpander.tasks.wait(taskId, { since: before, pollIntervalMs: 1_000, deadlineMs: 60_000 });
  return received.length;
}

const stamp = '2026-02-07T02:13:41.897123Z';

it('is tested where local time is not UTC', () => {
  expect(new Date(0).getTimezoneOffset()).not.toBe(0);
});

describe('tasks.wait with since', () => {
  it.each([
    ['the same text', stamp],
    ['fewer digits', '2026-02-07T02:13:41.897Z'],
    ['more digits', '2026-02-07T02:13:41.897123000Z'],
    ['no zone, which is UTC', '2026-02-07T02:13:41.897123'],
    ['another zone', '2026-02-07T04:13:41.897123+02:00'],
    ['a space for the T', '2026-02-07 02:13:41.897123Z'],
    ['a comma', '2026-02-07T02:13:41,897123Z'],
    ['small letters', '2026-02-07t02:13:41.897123z'],
    ['a zone without a colon', '2026-02-07T02:13:41.897123+0000'],
    ['white space around it', ' 2026-02-07T02:13:41.897123 Z '],
    ['no fraction', '2026-02-07T02:13:41Z'],
  ])('does not take the earlier end for this turn’s when its stamp is %s', async (_, same) => {
    expect(await looks(end(stamp), [end(same), end(same)])).toBe(3);
  });

  it.each([
    ['the same time of another day', end('2026-02-08T02:13:41.897123Z')],
    ['the same fraction of another second', end('2026-02-07T02:13:42.897123Z')],
    ['another zone', end('2026-02-07T02:13:41.897123+01:00')],
    ['a stamp that makes no sense', end('yesterday')],
    ['a stamp of a day that is none', end('2026-13-45T02:13:41.897123Z')],
    ['another stamp that makes no sense', end('today'), end('yesterday')],
    ['a later stamp', end('2026-02-07T02:13:41.897124Z')],
    ['a stamp with more before it', end(`on ${stamp}`)],
    ['a stamp with more after it', end(`${stamp} or so`)],
    ['a stamp where there was none', end(stamp), end(null)],
  ])('takes an end with %s', async (_, answer, since = end(stamp)) => {
    expect(await looks(since, [answer])).toBe(1);
  });

  it.each(['yesterday', '2026-13-45T02:13:41Z', `${stamp} or so`])(
    'compares stamps that make no sense by their text: %s',
    async (odd) => {
      expect(await looks(end(odd), [end(odd), end(odd)])).toBe(3);
    },
  );

  it('without stamps takes an end once the task was seen running, or its result or status differs', async () => {
    expect(await looks(end(null), [end(null), task('executing'), end(null)])).toBe(3);
    expect(await looks(end(null), [end(null), end(null, 'new')])).toBe(2);
    expect(await looks(end(null, 'old', 'completed'), [end(null), task('executing'), end(null)])).toBe(3);
  });

  it('takes an end with the same stamp and another result once it has been still for 15 s', async () => {
    const still = Array<Answer>(20).fill(end(stamp, 'new'));
    expect(await looks(end(stamp, 'old'), still)).toBe(16);
  });

  it('takes an end whose stamp did not move once it was seen running and has been still for 15 s', async () => {
    const still = Array<Answer>(20).fill(end(stamp));
    expect(await looks(end(stamp), [task('executing'), ...still])).toBe(17);
  });
});
