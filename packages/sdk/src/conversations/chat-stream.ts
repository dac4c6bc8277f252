import { checkCallOptions } from '../config/validate-options.ts';
import type { Core } from '../core/types.ts';
import { TaskPausedError } from '../errors/run-errors.ts';
import type { Task } from '../models.ts';
import type { ConversationOptions } from '../options/call-options.ts';
import type { MaybeOutput } from '../output/output-schema.ts';
import type { Settled } from '../output/parse-output.ts';
import { waitForEnd } from '../polling/wait-for-end.ts';
import { followAround } from '../streaming/stream-turn.ts';
import { createTaskStream } from '../streaming/task-stream.ts';
import { showConnection } from '../streaming/turn-events.ts';
import type { OpenTurn, TaskStream, TurnSource, TurnStart } from '../streaming/types.ts';
import { createPauseFinder } from './find-pause.ts';
import { showQueue } from './show-queue.ts';
import { createTurnReader, type TurnReader } from './turn-end.ts';
import type { ChatCall } from './types.ts';

type Options = ConversationOptions & MaybeOutput;

/** Begins or continues a turn of a conversation at once, and follows it. */
export function openChatStream(core: Core, agentId: string, chat: ChatCall, options: Options): TaskStream<Settled> {
  const reader = createTurnReader(chat.isQueue === true);
  const explain = createPauseFinder(core, agentId, { options, wanted: reader.wanted });
  const explained = <T>(work: Promise<T>): Promise<T> =>
    work.catch(async (error: unknown) => {
      throw await explain(error);
    });
  return createTaskStream(core, options, {
    begin: (start) => explained(begin(core, chat, { options, start, reader })),
    show: (turn, isWatched) => {
      const events = chat.isQueue ? showQueue(core, turn, reader) : showConnection(core, turn, isWatched);
      return endAtPause(events, { turn, isWatched, explain });
    },
    wait: (awaited, operation) => explained(waitForEnd(core, awaited, operation)),
  });
}

async function begin(
  core: Core,
  { verb, options: set, prepare, open, recover, resume }: ChatCall,
  { options, start, reader }: { readonly options: Options; readonly start: TurnStart; readonly reader: TurnReader },
): Promise<Task | undefined> {
  checkCallOptions(options, set);
  const route = { open, recover, endOf: reader.endOf, resume: options.resume && resume };
  return followAround(core, verb, { ...prepare(), route }, { options: { ...options, onAmbiguous: 'adopt' }, start });
}

interface PauseContext {
  readonly turn: OpenTurn;
  readonly isWatched: () => boolean;
  readonly explain: (error: unknown) => Promise<unknown>;
}

/** A reader of the events has seen the pause, so they end without an error. The result of the turn still is one. */
async function* endAtPause(
  events: ReturnType<TurnSource['show']>,
  { turn, isWatched, explain }: PauseContext,
): ReturnType<TurnSource['show']> {
  try {
    return yield* events;
  } catch (error) {
    const told = await explain(error);
    if (!(told instanceof TaskPausedError) || !isWatched()) throw told;
    turn.fail(told);
    return undefined;
  }
}
