import xterm from '@xterm/headless';

/** What a person sees at a terminal: the text at its places, after all that was overwritten or removed. */
export interface Screen {
  write(text: string): void;
  resize(columns: number): void;
  /** The lines, without blanks at their ends. What the terminal has wrapped is one line. */
  show(): Promise<string>;
  /** The same with marks of colours, as in `<red>error:</>`. */
  showStyled(): Promise<string>;
}

type Cell = xterm.IBufferCell;

export const rows = 24;

/** A screen with room to scroll back. */
export function createScreen(columns: number): Screen {
  const terminal = new xterm.Terminal({ cols: columns, rows, scrollback: 10_000, allowProposedApi: true });
  const read = async (toText: (cells: readonly Cell[]) => string): Promise<string> => {
    await new Promise<void>((resolve) => terminal.write('', resolve));
    const lines = readLines(terminal.buffer.active);
    return lines
      .map((cells) => toText(cells).trimEnd())
      .join('\n')
      .trimEnd();
  };
  return {
    write: (text) => terminal.write(text),
    resize: (width) => terminal.resize(width, rows),
    show: () => read((cells) => cells.map(textOf).join('')),
    showStyled: () => read(showStyles),
  };
}

function readLines(buffer: xterm.IBuffer): Cell[][] {
  const lines: Cell[][] = [];
  for (let y = 0; y < buffer.length; y += 1) {
    const line = buffer.getLine(y);
    if (line === undefined) continue;
    const cells = Array.from({ length: line.length }, (_, x) => line.getCell(x)).filter((cell) => cell !== undefined);
    if (line.isWrapped) lines.at(-1)?.push(...cells);
    else lines.push(cells);
  }
  return lines;
}

/** The second half of a wide character has no text. */
function textOf(cell: Cell): string {
  return cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
}

function showStyles(cells: readonly Cell[]): string {
  let shown = '';
  let style = '';
  for (const cell of cells) {
    const next = styleOf(cell);
    if (next !== style) shown += (style && '</>') + (next && `<${next}>`);
    style = next;
    shown += textOf(cell);
  }
  return shown + (style && '</>');
}

const colors = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

function styleOf(cell: Cell): string {
  const color = cell.isFgPalette() ? colors[cell.getFgColor()] : undefined;
  return [cell.isBold() && 'bold', cell.isDim() && 'dim', color].filter(Boolean).join(' ');
}
