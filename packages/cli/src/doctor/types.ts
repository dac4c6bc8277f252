import type { Failure } from '../failures/types.ts';

/** The outcome of one check. */
export interface Check {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was found, in a line. Never a key. */
  readonly detail: string;
  readonly failure?: Failure | undefined;
}
