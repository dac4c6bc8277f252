/** The content of a stream. */
export interface Load {
  readonly events: number;
  /** Bytes of one event, name and separators included. */
  readonly eventBytes: number;
}

/** The size of a record, in bytes: a task with a page of text in its result. */
export const recordBytes = 2_048;

export const loads = {
  small: { events: 20_000, eventBytes: 256 },
  large: { events: 32, eventBytes: 1024 * 1024 },
  /** One event at once. The rest is sent later, so that it does not arrive in the same read. */
  first: { events: 1, eventBytes: 256 },
} as const satisfies Record<string, Load>;

export type LoadName = keyof typeof loads;
