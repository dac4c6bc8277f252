const seconds = 60;

/** Counts events of the last minute, in one number for each second. */
export interface RecentCount {
  add(atMs: number): void;
  count(): number;
}

export function createRecentCount(): RecentCount {
  const counts = new Array<number>(seconds).fill(0);
  const stamps = new Array<number>(seconds).fill(-1);
  return {
    add(atMs) {
      const second = Math.floor(atMs / 1_000);
      const place = ((second % seconds) + seconds) % seconds;
      if (stamps[place] !== second) counts[place] = 0;
      stamps[place] = second;
      counts[place] = (counts[place] ?? 0) + 1;
    },
    count() {
      const now = Math.floor(Date.now() / 1_000);
      let sum = 0;
      stamps.forEach((second, place) => {
        if (second <= now && second > now - seconds) sum += counts[place] ?? 0;
      });
      return sum;
    },
  };
}
