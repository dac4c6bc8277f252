/** Runs a function of a library that prints, and returns the lines that it would have printed. */
export function collectLog(call: () => void): string[] {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string) => void lines.push(line);
  try {
    call();
  } finally {
    console.log = log;
  }
  return lines;
}
