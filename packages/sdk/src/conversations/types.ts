import type { ApiContext, Invocation, OperationCall } from '../api/types.ts';
import type { OptionSet } from '../config/validate-options.ts';
import type { Core, Operation } from '../core/types.ts';
import type { Task } from '../models.ts';
import type { PreparedRun, ReadyRun, TurnRoute } from '../runs/types.ts';

/** What starts or continues a turn of a conversation. */
export interface ChatCall {
  readonly verb: 'run' | 'stream';
  readonly options: OptionSet;
  /** Whether the stream carries the turns of queued messages, and not one turn. */
  readonly isQueue?: boolean;
  /** @throws ConfigurationError for what the API could not accept. */
  prepare(): PreparedRun;
  /** Sends its POST. */
  open(api: ApiContext, invocation: Invocation, call: OperationCall): Promise<Response>;
  /** Looks for the turn after the answer was lost. */
  recover(core: Core, run: ReadyRun, operation: Operation): Promise<Task | undefined>;
  readonly resume?: TurnRoute['resume'];
}
