/** The options of commands that wait for a run. */
export interface WaitCommandOptions {
  /** In milliseconds. */
  readonly deadline?: number | undefined;
  readonly onPaused?: 'fail' | 'wait' | undefined;
  readonly stopOnInterrupt?: boolean | undefined;
}
