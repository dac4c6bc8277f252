/** One thing to find out: what this call of the SDK does at that address. It travels as JSON. */
export interface Cell {
  readonly id: string;
  readonly call: Call;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
  /** Whether a healthy read goes first, so that the call finds a connection that is in use. */
  readonly isWarm: boolean;
}

export type Call = 'invokeAsync' | 'get' | 'run' | 'stream' | 'thread' | 'abort' | 'abort before';

/** An error as data, with those behind it. */
export interface Shape {
  readonly name: string;
  readonly message: string;
  /** What else it carries, such as `code`, `syscall` and `sent`. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  readonly inner: readonly Shape[];
}

/** What was found out: a value or an error. */
export interface Finding {
  readonly id: string;
  /** How many times the SDK called `fetch`. */
  readonly tries: number;
  readonly value?: unknown;
  readonly error?: Shape;
  /** Whether the error is the very reason of the abort. */
  readonly isReason: boolean;
}

/** What a bundle for a browser offers to its page. */
export type Examine = (cell: Cell) => Promise<Finding>;
