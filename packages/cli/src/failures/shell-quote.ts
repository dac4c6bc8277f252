/** An argument as a POSIX shell reads it. */
export function shellQuote(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** A command line of this program. */
export function commandLine(...args: readonly string[]): string {
  return ['xpander-agent', ...args.map(shellQuote)].join(' ');
}
