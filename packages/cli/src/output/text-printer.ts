import { showControls } from './control-characters.ts';

/** Writes text of an agent that comes in pieces. */
export interface TextPrinter {
  readonly isAtLineStart: boolean;
  /** The text so far. */
  readonly text: string;
  print(piece: string): Promise<void>;
  /** Notes that something else has ended the line. */
  noteLineBreak(): void;
  /** Writes what was held back, and a line break if the line is not at its end. */
  end(): Promise<void>;
}

/** The pieces may cut a character, or a line break of two characters, in half. Such a half waits for the next piece. */
const incomplete = /[\ud800-\udbff\r]$/;

/** @param isTerminal Whether control characters are shown instead of being written. */
export function createTextPrinter(write: (text: string) => Promise<void>, isTerminal: boolean): TextPrinter {
  let text = '';
  let held = '';
  let isAtLineStart = true;
  const put = (piece: string): Promise<void> => write(isTerminal ? showControls(piece) : piece);
  return {
    get isAtLineStart() {
      return isAtLineStart;
    },
    get text() {
      return text;
    },
    print: async (piece) => {
      text += piece;
      if (piece !== '') isAtLineStart = piece.endsWith('\n');
      const whole = held + piece;
      held = incomplete.exec(whole)?.[0] ?? '';
      await put(whole.slice(0, whole.length - held.length));
    },
    noteLineBreak: () => {
      isAtLineStart = true;
    },
    end: async () => {
      await put(held);
      held = '';
      if (!isAtLineStart) await write('\n');
      isAtLineStart = true;
    },
  };
}
