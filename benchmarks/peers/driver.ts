/** Calls one client as its users do, against the server of the benchmark. */
export interface Driver {
  /** Creates a client. */
  create(baseUrl: string): Client;
}

export interface Client {
  /** Reads one record by its id, and returns it. */
  read?(): Promise<{ id: string }>;
  /** Starts a run with a small body, and returns its record. */
  start?(): Promise<{ id: string }>;
  /** Opens a stream and iterates it, parsed, to its end. */
  events?(): AsyncIterable<unknown>;
}

export const recordId = '5f2b8c1e-90a4-4d37-b6e1-3c7d9a0f4e52';
export const agentId = '47c3a6d0-1b2e-4f58-9c7a-d8e0f1a2b3c4';
export const prompt = 'Analyze competitor pricing for Q1 2026';
export const apiKey = 'benchmark-key-0123456789abcdef';
