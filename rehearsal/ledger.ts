/** What came of one thing that a release promises. */
export interface Outcome {
  readonly name: string;
  readonly seconds: number;
  readonly problem?: string;
}

export interface Ledger {
  readonly outcomes: readonly Outcome[];
  /** Tries something, and notes whether it rejected. The rehearsal goes on. */
  check(name: string, action: () => Promise<unknown>): Promise<void>;
  /** The same for what all the rest needs: if it rejects, so does this. */
  require<T>(name: string, action: () => Promise<T>): Promise<T>;
}

/** Notes what was tried, and prints it as it ends. */
export function createLedger(): Ledger {
  const outcomes: Outcome[] = [];
  const note = async <T>(name: string, action: () => Promise<T>): Promise<T> => {
    const startedMs = performance.now();
    const end = (problem?: string): void => {
      const seconds = (performance.now() - startedMs) / 1_000;
      outcomes.push({ name, seconds, ...(problem !== undefined && { problem }) });
      process.stdout.write(`${problem === undefined ? 'ok' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)\n`);
      if (problem !== undefined) process.stderr.write(`${problem}\n`);
    };
    try {
      const value = await action();
      end();
      return value;
    } catch (error) {
      end(error instanceof Error ? error.message : String(error));
      throw error;
    }
  };
  return {
    outcomes,
    check: (name, action) =>
      note(name, action).then(
        () => undefined,
        () => undefined,
      ),
    require: note,
  };
}
