import type { Purpose, RequestQueue, Waiter } from './types.ts';

/** A waiter whose turn it is has this much time to wake. */
const graceMs = 5_000;
/** While starts wait, so many reads of ended runs go before another request. */
const finishesInRow = 4;
/** While starts wait, one read of the list is served for this many of them. */
const startsPerScan = 10;

const purposes: readonly Purpose[] = ['finish', 'start', 'scan', 'look'];

/**
 * Orders requests that wait for the rate limit.
 *
 * Reads of runs that have ended go first, those with the nearest deadline before others: a run that was started is worth
 * more than one that was not, and they are never more than the runs. When many end at once while starts wait, other requests
 * are served in between. Starts and reads of single tasks then alternate, so that neither starves the other. If more is
 * started than can be read, runs only get older until each read finds an ended one. A read of the list tells about many
 * runs, so few of them are enough.
 */
export function createRequestQueue(): RequestQueue {
  const lanes: Record<Purpose, Waiter[]> = { finish: [], start: [], scan: [], look: [] };
  /** What each purpose has got while starts were waiting. */
  const served = { start: 0, scan: 0, look: 0 };
  let tickets = 0;
  let startCosts = 0;
  let finishesServed = 0;

  const isBefore = (one: Waiter, other: Waiter): boolean =>
    one.purpose === 'finish' && one.deadlineAtMs !== other.deadlineAtMs
      ? one.deadlineAtMs < other.deadlineAtMs
      : one.order < other.order;

  const indexOf = (waiter: Waiter): number => {
    const lane = lanes[waiter.purpose];
    let low = 0;
    let high = lane.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(lane[middle] as Waiter, waiter)) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const insert = (waiter: Waiter): void => {
    // Without waiting starts, nothing is shared out.
    if (waiter.purpose === 'start' && lanes.start.length === 0) Object.assign(served, { start: 0, scan: 0, look: 0 });
    if (waiter.purpose === 'start') startCosts += waiter.cost;
    lanes[waiter.purpose].splice(indexOf(waiter), 0, waiter);
  };

  const remove = (waiter: Waiter): void => {
    const lane = lanes[waiter.purpose];
    const index = indexOf(waiter);
    if (lane[index] !== waiter) return;
    lane.splice(index, 1);
    if (waiter.purpose === 'start') startCosts -= waiter.cost;
  };

  /** A waiter that has vanished together with its request holds up nothing. */
  const dropVanished = (nowMs: number): void => {
    for (const purpose of purposes) {
      const lane = lanes[purpose];
      while (lane[0] !== undefined && lane[0].wakeMs + graceMs < nowMs) remove(lane[0]);
    }
  };

  const isServedBefore = (one: 'scan' | 'look', other: 'start'): boolean =>
    lanes[one].length > 0 && (lanes[other].length === 0 || served[one] < served[other]);

  const countOthers = (): number => lanes.start.length + lanes.scan.length + lanes.look.length;

  const nextOther = (): Exclude<Purpose, 'finish'> => {
    if (isServedBefore('scan', 'start')) return 'scan';
    return isServedBefore('look', 'start') ? 'look' : 'start';
  };

  /** How many starts are served before the next read, or the other way round. */
  const turnsOfOthers = (purpose: Exclude<Purpose, 'finish'>): number =>
    purpose === 'start' ? 1 : Math.max(1, served[purpose] - served.start + 1);

  return {
    get size() {
      return purposes.reduce((sum, purpose) => sum + lanes[purpose].length, 0);
    },
    get finishing() {
      return lanes.finish.length;
    },
    get starting() {
      return lanes.start.length;
    },
    get looking() {
      return lanes.look.length;
    },
    join(purpose, nowMs, terms) {
      tickets += 1;
      const waiter: Waiter = { purpose, order: tickets, sinceMs: nowMs, wakeMs: nowMs, ...terms };
      insert(waiter);
      return waiter;
    },
    move(waiter, purpose) {
      if (waiter.purpose === purpose) return;
      remove(waiter);
      waiter.purpose = purpose;
      insert(waiter);
    },
    countAhead(waiter, nowMs) {
      waiter.wakeMs = nowMs;
      dropVanished(nowMs);
      const lane = lanes[waiter.purpose];
      const index = indexOf(waiter);
      // A waiter that was late, and was taken for vanished, goes on where it was.
      if (lane[index] !== waiter) insert(waiter);
      if (waiter.purpose === 'finish') {
        if (lanes.start.length === 0) return index;
        return index + Math.min(countOthers(), Math.floor((index + finishesServed) / finishesInRow));
      }
      const others = waiter.purpose === 'start' ? lanes.look.length : lanes.start.length;
      const turns = nextOther() === waiter.purpose ? index : index + turnsOfOthers(waiter.purpose);
      const turnFinishes =
        lanes.start.length === 0 ? lanes.finish.length : (index + 1) * finishesInRow - finishesServed;
      const finishes = Math.min(lanes.finish.length, turnFinishes);
      // A read of the list tells more than a read of a single task.
      const scans = waiter.purpose === 'look' ? lanes.scan.length : 0;
      return Math.max(0, finishes) + scans + index + Math.min(others, turns);
    },
    workAhead: (waiter) => {
      if (waiter.purpose === 'finish') return indexOf(waiter);
      const { length } = lanes.start;
      const averageCost = length === 0 ? 1 : startCosts / length;
      return lanes.finish.length + Math.ceil(indexOf(waiter) * averageCost);
    },
    leave: remove,
    serve(waiter) {
      finishesServed = waiter.purpose === 'finish' ? finishesServed + 1 : 0;
      if (lanes.start.length > 0 && waiter.purpose !== 'finish')
        served[waiter.purpose] += waiter.purpose === 'scan' ? startsPerScan : 1;
      remove(waiter);
    },
  };
}
