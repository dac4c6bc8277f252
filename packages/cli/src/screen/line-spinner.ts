import stringWidth from 'string-width';

/** An animated line on the standard error. */
export interface LineSpinner {
  draw(): void;
  stop(): void;
}

/** Room for the spinner itself, and for the cursor at the end of the line. */
const marginColumns = 3;

/**
 * Starts the animation. Suspending the process (Ctrl-Z) clears the line and shows the cursor; resuming it (`fg`) brings
 * the line back.
 */
export async function createLineSpinner(text: () => string, width: () => number): Promise<LineSpinner> {
  const { default: createSpinner } = await import('yocto-spinner');
  const fitted = (): string => cut(text(), width() - marginColumns);
  // The signals belong to the command.
  const spinner = createSpinner({ text: fitted(), stream: process.stderr, handleSignals: false }).start();
  const stop = (): void => void spinner.stop();
  const suspend = (): void => {
    stop();
    process.once('SIGCONT', () => void spinner.start(fitted()));
    process.kill(process.pid, 'SIGSTOP');
  };
  // Windows has no such signal.
  if (process.platform !== 'win32') process.on('SIGTSTP', suspend);
  process.on('exit', stop);
  return {
    draw: () => {
      // Once it is stopped, setting the text would draw it where the result is.
      if (spinner.isSpinning) spinner.text = fitted();
    },
    stop: () => {
      process.off('SIGTSTP', suspend);
      process.off('exit', stop);
      stop();
    },
  };
}

/** The beginning of a text that fits into so many columns. A line that wraps could not be redrawn. */
export function cut(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let shown = '';
  for (const character of text) {
    if (stringWidth(shown + character) > columns - 1) break;
    shown += character;
  }
  return `${shown}…`;
}
