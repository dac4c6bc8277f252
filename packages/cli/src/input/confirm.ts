import { createInterface } from 'node:readline/promises';

/** Asks a question on the terminal. Everything but yes is no. */
export async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  const readline = createInterface({ input: process.stdin, output: process.stderr });
  // In raw mode, Ctrl-C is a key.
  readline.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const closed = new Promise<string>((resolve) => readline.once('close', () => resolve('')));
    const answer = await Promise.race([readline.question(`${question} [y/N] `, { signal }), closed]);
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    readline.close();
  }
}
