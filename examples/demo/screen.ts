/** Where the demo writes: a terminal, or a file. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** What the demo shows: lines that stay, and one that changes while something is going on. */
export interface Screen {
  line(text?: string): void;
  /** Shown in place until the next line; only on a terminal. */
  progress(text: string): void;
  end(): void;
}

const clearLine = '\r\u001b[2K';

export function createScreen(output: Output): Screen {
  let isChanging = false;
  const end = (): void => {
    if (isChanging) output.write(clearLine);
    isChanging = false;
  };
  return {
    end,
    line: (text = '') => {
      end();
      output.write(`${text}\n`);
    },
    progress: (text) => {
      if (output.isTTY !== true) return;
      output.write(`${clearLine}${text}`);
      isChanging = true;
    },
  };
}
