import { toOneLine } from '../output/control-characters.ts';
import type { CommonOptions, Session } from '../session.ts';
import { formatDuration } from '../text/format-duration.ts';
import { createLineSpinner } from './line-spinner.ts';

/** Tells on the standard error what is going on: an animated line on a terminal, else a line now and then. */
export interface StatusLine {
  update(text: string): void;
  /** Writes a line that stays. */
  note(line: string): void;
  /** Removes the line. */
  stop(): void;
}

const lineEveryMs = 10_000;
const redrawEveryMs = 1_000;

/** @param show Adds to the text what changes with time. */
export async function startStatusLine(
  session: Session,
  options: CommonOptions,
  text: string,
  show: (text: string, elapsedMs: number) => string = withTime,
): Promise<StatusLine> {
  const note = (line: string): void => session.note(line);
  if (options.quiet || session.isJson) return { update: () => {}, note, stop: () => {} };
  const startedMs = Date.now();
  let current = text;
  const compose = (): string => toOneLine(show(current, Date.now() - startedMs));
  if (!session.err.isAnimated) {
    const timer = setInterval(() => note(compose()), lineEveryMs);
    timer.unref();
    const update = (next: string): void => {
      current = next;
    };
    return { update, note, stop: () => clearInterval(timer) };
  }
  const spinner = await createLineSpinner(() => compose(), session.err.width);
  const timer = setInterval(() => spinner.draw(), redrawEveryMs);
  timer.unref();
  return {
    update: (next) => {
      current = next;
      spinner.draw();
    },
    note,
    stop: () => {
      clearInterval(timer);
      spinner.stop();
    },
  };
}

function withTime(text: string, elapsedMs: number): string {
  return elapsedMs < 1_000 ? text : `${text}, ${formatDuration(elapsedMs)}`;
}
