/** One call of the SDK to one address. It is sent as JSON. */
export interface Cell {
  readonly id: string;
  readonly call: Call;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
  /** Whether a successful read goes first, so that the call reuses a connection. */
  readonly isWarm: boolean;
}

export type Call = 'invokeAsync' | 'get' | 'run' | 'stream' | 'thread' | 'abort' | 'abort before';

/** An error as data, with its causes. */
export interface Shape {
  readonly name: string;
  readonly message: string;
  /** Its other fields, such as `code`, `syscall` and `sent`. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  readonly inner: readonly Shape[];
}

/** The result of a call: a value or an error. */
export interface Finding {
  readonly id: string;
  /** How many times the SDK called `fetch`. */
  readonly tries: number;
  readonly value?: unknown;
  readonly error?: Shape;
  /** Whether the error is the reason of the abort itself. */
  readonly isReason: boolean;
}

/** The function that the bundle for a browser provides. */
export type Examine = (cell: Cell) => Promise<Finding>;
