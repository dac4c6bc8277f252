import type { Settings } from '../config/settings.ts';
import { toInvokeRequest } from '../config/validate-request.ts';
import { checkId } from '../config/validators.ts';
import type { AgentRequest } from '../models.ts';
import type { InvokeOptions } from '../options/call-options.ts';
import { askForOutput, type MaybeOutput } from '../output/output-schema.ts';
import type { WhenBusy } from '../threads/previous-turn.ts';
import type { Post, Start } from './start-run.ts';

/** All there is to know of a start before its thread is looked at. */
export type Prepared<Answer> = Omit<Start<Answer>, 'earlier'>;

/** A thread that a start belongs to, when it is one of several turns of a `thread()`. */
export interface Conversation {
  readonly whenBusy: WhenBusy | undefined;
  /**
   * The thread's id, waited for if another turn opens the thread; none when this turn may open it, under the id that was
   * made for it, if there is one.
   */
  enter(mintedId: string | undefined): string | undefined | Promise<string | undefined>;
  /** The turn that opens the thread tells its id. */
  opened(id: string, isCertain?: boolean): void;
  /** The turn may have opened the thread, and nobody knows under which id. */
  lost(error?: unknown): void;
  /** The turn is over, well or not. */
  left(): void;
}

/** Puts the start into its thread, and goes on: in this very turn if it can, so that turns queue in the order of the calls. */
export function enter<Answer, T>(
  what: Prepared<Answer>,
  conversation: Conversation | undefined,
  goOn: (entered: Prepared<Answer>) => Promise<T>,
): Promise<T> {
  const { invocation } = what;
  const goOnIn = (id: string | undefined): Promise<T> =>
    goOn(
      id === undefined
        ? what
        : { ...what, isMinted: false, invocation: { ...invocation, body: { ...invocation.body, id } } },
    );
  const id = conversation?.enter(what.isMinted ? (invocation.body.id ?? undefined) : undefined);
  return id instanceof Promise ? id.then(goOnIn) : goOnIn(id);
}

/** @throws ConfigurationError for an id or a request that cannot be meant. */
export function prepare<Answer>(
  settings: Settings,
  post: Post<Answer>,
  agentId: string,
  request: AgentRequest,
  options: InvokeOptions & MaybeOutput,
): Prepared<Answer> {
  const { user = settings.user, version, onAmbiguous = 'throw' } = options;
  const body = askForOutput(toInvokeRequest(request, user), options.output);
  // Only a run whose id is known beforehand can be looked for when the answer is lost.
  const isMinted = onAmbiguous !== 'throw' && (body.id ?? undefined) === undefined;
  const invocation = {
    agentId: checkId('agentId', agentId),
    body: isMinted ? { ...body, id: crypto.randomUUID() } : body,
    version,
  };
  return { post, invocation, isMinted };
}

/** The thread that a start belongs to. An id made for the call is a thread of its own: there is no turn to wait for. */
export function threadOf({ invocation, isMinted }: Prepared<unknown>): string | undefined {
  return isMinted ? undefined : (invocation.body.id ?? undefined);
}
