import type { CommonOptions, Session } from '../session.ts';

/** What a command that reads or ends records is called with. */
export interface RecordCall<Options = CommonOptions> {
  readonly options: Options & CommonOptions;
  readonly session: Session;
}

/** What a command about some records is called with. */
export interface IdsCall<Options = CommonOptions> extends RecordCall<Options> {
  readonly ids: readonly string[];
}

/** What a command about an agent is called with: its words are an agent, a prompt or a file. */
export interface AgentCall<Options> extends RecordCall<Options> {
  readonly words: readonly string[];
}

/** The options of commands that wait for a run. */
export interface WaitCommandOptions {
  /** In milliseconds. */
  readonly deadline?: number | undefined;
  readonly onPaused?: 'fail' | 'wait' | undefined;
  readonly stopOnInterrupt?: boolean | undefined;
}
