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
