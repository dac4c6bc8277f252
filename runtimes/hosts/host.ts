import type { Cell, Finding } from '../probe/cell.ts';

/** A runtime that has started. */
export interface Host {
  /** For example `Bun 1.4.5`. */
  readonly name: string;
  /** Browsers send CORS requests, and repeat a request that was lost on a reused connection. */
  readonly isBrowser: boolean;
  /** Makes these calls one after the other. */
  examine(cells: readonly Cell[]): Promise<readonly Finding[]>;
  /** Returns everything that it has printed. */
  printed(): string;
  close(): Promise<void>;
}

/** Starts a runtime. `bundle` is the folder of the built probe. Pages of a browser have the origin `origin`. */
export type StartHost = (bundle: string, origin: string) => Promise<Host>;
