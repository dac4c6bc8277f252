import type { CompletedTask, StreamOptions, Thread, User } from '@xpander/sdk';
import { type AgentPart, parts } from '@xpander/sdk/parts';
import { whatIsNeeded } from '../failures/describe-failure.ts';
import { createTextPrinter, type TextPrinter } from '../output/text-printer.ts';
import { cut } from '../screen/line-spinner.ts';
import { startStatusLine } from '../screen/status-line.ts';
import type { CommonOptions, Session } from '../session.ts';

/** One turn of a chat. */
export interface Turn {
  readonly thread: Thread;
  readonly text: string;
  readonly user: User | undefined;
  readonly settings: StreamOptions;
  readonly options: CommonOptions;
  readonly session: Session;
}

/** Sends a turn. The text of the answer goes to the standard output as it comes, what the agent does to the standard error. */
export async function runTurn({ thread, text, user, settings, options, session }: Turn): Promise<CompletedTask> {
  const status = await startStatusLine(session, options, 'thinking');
  const printer = createTextPrinter(session.print, session.out.isTerminal);
  const stream = thread.stream({ input: { text, ...(user && { user }) } }, settings);
  try {
    for await (const part of parts(stream)) {
      if (part.type === 'text') {
        if (printer.text === '') status.stop();
        await printer.print(part.text);
      } else if (part.type === 'paused') session.note(describePaused(part));
      // After Ctrl-C, what is left open is closed as failed.
      else if (!options.quiet && !settings.signal?.aborted) showPart(part, printer, session);
    }
  } finally {
    status.stop();
    await printer.end();
  }
  const task = await stream.finalTask();
  if (typeof task.result === 'string' && task.result !== printer.text && printer.text !== '')
    session.note(`The final answer differs from the text above. It is printed by: xpander-agent tasks wait ${task.id}`);
  return task;
}

const longestLine = 200;

/** Shows what is not the answer, as a dim line. */
function showPart(part: AgentPart, printer: TextPrinter, session: Session): void {
  const line = toLine(part);
  if (line === undefined) return;
  const { err, out } = session;
  if (err.isTerminal && out.isTerminal && !printer.isAtLineStart) {
    session.printError('\n');
    printer.noteLineBreak();
  }
  session.note(cut(line.replace(/\s+/g, ' '), err.isTerminal ? err.width() - 1 : longestLine), err.colors.dim);
}

function toLine(part: AgentPart): string | undefined {
  switch (part.type) {
    case 'tool-call':
      return `→ ${part.name} ${JSON.stringify(part.input ?? {})}`;
    case 'tool-result':
      return part.isError ? `← ${part.name} failed` : `← ${part.name}`;
    case 'sub-agent':
      return `→ agent ${part.agentId ?? ''} ${part.query ?? ''}`;
    default:
      return undefined;
  }
}

/** What a paused task waits for. It is not cut, because it may be an address. */
function describePaused({ task }: Extract<AgentPart, { type: 'paused' }>): string {
  const needed = whatIsNeeded(task.hitl_request ?? undefined, task.pending_eca_request?.auth_url);
  return `Paused: the task waits for ${needed}. Ctrl-C stops it.`;
}
