import type { Xpander } from '@xpander/sdk';

/** An agent to serve. What is left out is read from the API. */
export interface AgentChoice {
  readonly id: string;
  /** The name from which the tool is named: `Market analyst` becomes `ask_market_analyst`. */
  readonly name?: string | undefined;
  /** What the agent is for. A model chooses the tool by it. */
  readonly description?: string | undefined;
}

/** Options of `createMcpServer` and `createMcpHandler`. */
export interface AgentServerOptions {
  /** The client that runs the agents. */
  client: Xpander;
  /** The agents, each of which becomes a tool, or `"all"` active agents of the key. */
  agents: readonly AgentChoice[] | 'all';
  /**
   * Only with `agents: "all"`: the largest number of agents to serve, the first ones of the list. Without it, more than
   * 50 agents are an error, because models choose badly among many tools.
   */
  limit?: number | undefined;
  /**
   * How long a call waits for the answer of an agent, in milliseconds. Then it returns the id of the task, with which
   * `wait_for_task` goes on. Many clients give up after 60 seconds. `0` means no limit.
   *
   * @defaultValue 50_000
   */
  holdMs?: number | undefined;
  /**
   * The pause between two progress notifications while nothing else happens, in milliseconds. They are sent only to
   * clients that ask for progress. `0` means none.
   *
   * @defaultValue 5_000
   */
  heartbeatMs?: number | undefined;
  /**
   * What happens to a run when its call is cancelled, or its client is gone: `"stop"` it with one request, or `"leave"`
   * it running.
   *
   * @defaultValue "stop"
   */
  onCancel?: 'stop' | 'leave' | undefined;
}

/** How the tools behave. */
export interface ToolSettings {
  readonly client: Xpander;
  readonly holdMs: number;
  readonly heartbeatMs: number;
  readonly onCancel: 'stop' | 'leave';
}

/** An agent with all that its tool shows. */
export interface ServedAgent {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}
