/** Where the agents are. */
export interface Api {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly agentId: string;
}

export function expectEqual(actual: unknown, expected: unknown): void {
  const [is, should] = [actual, expected].map((value) => JSON.stringify(value));
  if (is !== should) throw new Error(`${is} instead of ${should}`);
}
