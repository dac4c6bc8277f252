import type { ExitCode } from './exit-codes.ts';

/** Why a command has failed, in the form in which `--json` prints it. */
export interface Failure {
  /** Stable, for scripts. */
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly message: string;
  readonly taskId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  /** The command that goes on. */
  readonly next?: string | undefined;
  /** Other commands that help. Shown to people only. */
  readonly hints?: readonly string[] | undefined;
}

/** What a command knows about its call, to word a failure. */
export interface FailureContext {
  /** Where the API key came from, for example `XPANDER_API_KEY (36 characters)`. Never the key. */
  readonly keySource?: string | undefined;
  readonly agentId?: string | undefined;
}
