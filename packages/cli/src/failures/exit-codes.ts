/** The exit codes. They are stable: scripts rely on them. */
export const exitCodes = {
  completed: 0,
  unexpected: 1,
  usage: 2,
  failed: 3,
  stopped: 4,
  paused: 5,
  deadline: 6,
  noAccess: 7,
  notFound: 8,
  limit: 9,
  network: 10,
  ambiguous: 11,
  failedLines: 12,
  sigint: 130,
  sigterm: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
