const warned = new Set<string>();

/** Warns of a setting of the server, once in a process. */
export function warn(code: string, text: string): void {
  if (warned.has(code)) return;
  warned.add(code);
  process.emitWarning(text, { type: 'XpanderBatchWarning', code });
}
