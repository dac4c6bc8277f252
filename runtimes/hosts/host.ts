import type { Cell, Finding } from '../probe/cell.ts';

/** A runtime, ready to be asked. */
export interface Host {
  /** Such as `Bun 1.4.5`. */
  readonly name: string;
  /** Browsers ask the server whether a page may talk to it, and send again by themselves what a connection in use lost. */
  readonly isBrowser: boolean;
  /** Makes these calls, one after the other. */
  examine(cells: readonly Cell[]): Promise<readonly Finding[]>;
  /** Everything it has printed. */
  printed(): string;
  close(): Promise<void>;
}

/** Starts a runtime. `bundle` is the folder of the built probe; pages of a browser belong to `origin`. */
export type StartHost = (bundle: string, origin: string) => Promise<Host>;
