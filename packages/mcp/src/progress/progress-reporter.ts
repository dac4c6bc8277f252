import type { ServerContext } from '@modelcontextprotocol/server';

/** Tells a client how its call is going. */
export interface ProgressReporter {
  /** Sends a progress notification, if the client has asked for them. */
  tell(message: string): void;
  /** Ends the notifications. Resolves when the last one has been sent, so that none follows the result. */
  close(): Promise<void>;
}

interface Heartbeat {
  readonly everyMs: number;
  /** What is known when nothing has happened. */
  readonly message: () => string;
}

/**
 * Reports the progress of a call, and in between that it is alive: clients reset their time limit only on progress.
 */
export function reportProgress({ mcpReq }: ServerContext, heartbeat: Heartbeat): ProgressReporter {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return { tell: () => {}, close: async () => {} };
  let progress = 0;
  let isClosed = false;
  let sent: Promise<void> = Promise.resolve();
  const tell = (message: string): void => {
    if (isClosed) return;
    progress += 1;
    const params = { progressToken, progress, message };
    const send = (): Promise<void> => mcpReq.notify({ method: 'notifications/progress', params });
    // A client that cannot be reached any more ends its call by the signal.
    sent = sent.then(send).catch(() => {});
  };
  const timer = heartbeat.everyMs > 0 ? setInterval(() => tell(heartbeat.message()), heartbeat.everyMs) : undefined;
  return {
    tell,
    close: () => {
      isClosed = true;
      clearInterval(timer);
      return sent;
    },
  };
}
