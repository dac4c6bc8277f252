/** A client of `pg` that a pool has handed out. */
export interface PostgresClient {
  /** Runs one statement on this connection. */
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** Gives the connection back to its pool, or with an error drops it. */
  release(error?: Error | boolean): void;
  /** Listens to errors of the connection, which would end the process otherwise. */
  on(event: 'error', listener: (error: Error) => void): unknown;
  /** Ends the listening. */
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
}

/** A pool of `pg`, as far as it is used. */
export interface PostgresPool {
  /** Runs one statement on any connection of the pool. */
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** Hands out a connection for a transaction. It goes back by its `release`. */
  connect(): Promise<PostgresClient>;
  /** Listens to errors of idle connections, which would end the process otherwise. */
  on(event: 'error', listener: (error: Error) => void): unknown;
  /** Listens to new connections, whose errors are listened to from then on. */
  on(event: 'connect', listener: (client: PostgresClient) => void): unknown;
  /** Ends the listening when the store is closed. */
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
  /** Ends the listening when the store is closed. */
  removeListener(event: 'connect', listener: (client: PostgresClient) => void): unknown;
}
