import { usageError } from '../failures/command-error.ts';
import type { Session } from '../session.ts';

/** The agent of a command, and what else was written. */
export interface ChosenAgent {
  readonly agentId: string;
  /** The prompt or the file. */
  readonly rest: string | undefined;
}

/**
 * Reads up to two words of a command line: an agent, and a prompt or a file.
 *
 * A single word is the agent, unless `--agent` or XPANDER_AGENT_ID names it.
 *
 * @param example A command line that would have worked.
 * @throws CommandError without an agent.
 */
export function chooseAgent(
  words: readonly string[],
  { agent }: { readonly agent?: string | undefined },
  { env }: Session,
  example: string,
): ChosenAgent {
  const [first, second] = words;
  if (agent !== undefined) {
    if (second === undefined) return { agentId: agent, rest: first };
    throw usageError(
      `With --agent there is one argument; got "${first}" and "${second}". Put quotes around a prompt of several words.`,
    );
  }
  if (first !== undefined && second !== undefined) return { agentId: first, rest: second };
  const fallback = env.XPANDER_AGENT_ID;
  if (fallback) return { agentId: fallback, rest: first };
  // No id has a blank: this is a prompt, or a file.
  if (first !== undefined && !/\s/.test(first)) return { agentId: first, rest: undefined };
  throw usageError('The agent is missing: name it, or set XPANDER_AGENT_ID.', [
    `For example: ${example}`,
    'Ids of your agents: xpander-agent agents list',
  ]);
}
