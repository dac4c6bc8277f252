import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { secretKey } from './emulator.ts';

export interface HttpServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves the handler in a process of its own. */
export async function startHttpServer(apiUrl: string, options: object = {}): Promise<HttpServer> {
  const script = fileURLToPath(new URL('../fixtures/http-server.ts', import.meta.url));
  const env = { ...process.env, XPANDER_API_KEY: secretKey, XPANDER_API_URL: apiUrl };
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [port] = await once(child.stdout, 'data');
  return {
    url: `http://127.0.0.1:${String(port).trim()}/mcp`,
    stop: async () => {
      child.kill();
      await exited;
    },
  };
}
