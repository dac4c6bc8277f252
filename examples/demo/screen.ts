/** Where the demo writes: a terminal, or a file. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** What the demo shows: lines that stay, and one that changes while the client works. */
export interface Screen {
  line(text?: string): void;
  /** Appends to the line that is being written. The next `line()` ends it. */
  text(text: string): void;
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
  const text = (piece: string): void => {
    end();
    output.write(piece);
  };
  return {
    end,
    text,
    line: (whole = '') => text(`${whole}\n`),
    progress: (current) => {
      if (output.isTTY !== true) return;
      output.write(`${clearLine}${current}`);
      isChanging = true;
    },
  };
}
