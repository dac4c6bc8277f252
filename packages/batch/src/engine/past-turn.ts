import type { Task, Xpander } from '@xpander/sdk';
import { instantOf, plain } from './turn-text.ts';

/** A turn that a store has forgotten, as its thread tells of it. */
export interface PastTurn {
  readonly text: string;
  /** The end of the turn before it, if the store knows that one. */
  readonly previousEnd: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Finds a turn that its thread has left behind, by its text among the messages. The task of a thread shows only the latest
 * turn. Returns the task as it was after that turn; `undefined` if the messages hold no answer to this text.
 */
export async function findPastTurn(
  xpander: Xpander,
  thread: Task,
  { text, previousEnd, signal }: PastTurn,
): Promise<Task | undefined> {
  const messages = await xpander.tasks.messages(thread.id, { signal });
  const afterMs = instantOf(previousEnd) ?? Number.NEGATIVE_INFINITY;
  // Stamps of messages count whole seconds.
  const isAfter = (date: Date | null): boolean => date === null || date.getTime() + 1_000 > afterMs;
  const asked = messages.findIndex(
    ({ role, content, createdAt }) => role === 'user' && plain(content) === plain(text) && isAfter(createdAt),
  );
  if (asked < 0) return undefined;
  const next = messages.findIndex(({ role }, index) => index > asked && role === 'user');
  const turn = messages.slice(asked, next < 0 ? undefined : next);
  const answer = turn.findLast(({ role, content }) => role === 'assistant' && content !== '');
  if (answer === undefined) return undefined;
  const started_at = turn[0]?.createdAt?.toISOString() ?? null;
  const finished_at = answer.createdAt?.toISOString() ?? null;
  return { ...thread, status: 'completed', result: answer.content, started_at, finished_at };
}
