import { fileURLToPath } from 'node:url';
import { Client as NewClient, StreamableHTTPClientTransport as NewHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport as NewStdio } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as OldHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { secretKey } from './emulator.ts';

export const bin: string = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));

/** The official clients: the old line, and the new one with the protocol of 2025 (its default) and of 2026. */
export const kinds = ['client 1.x', 'client 2.x', 'client 2.x with protocol 2026-07-28'] as const;
export type Kind = (typeof kinds)[number];

export interface ToolResult {
  readonly content: readonly { readonly type: string; readonly text?: string }[];
  readonly structuredContent?: {
    readonly taskId: string;
    readonly status: string;
    readonly result?: string;
    readonly authUrl?: string;
  };
  readonly isError?: boolean;
}

export interface CallOptions {
  readonly timeout?: number;
  readonly resetTimeoutOnProgress?: boolean;
  readonly onprogress?: (progress: { progress: number; message?: string | undefined }) => void;
  readonly signal?: AbortSignal;
  /** The progress token of the request, where no `onprogress` makes one. */
  readonly token?: number;
}

export interface TestClient {
  call(name: string, input: Record<string, unknown>, options?: CallOptions): Promise<ToolResult>;
  tools(): Promise<readonly Record<string, unknown>[]>;
  instructions(): string | undefined;
  close(): Promise<void>;
}

export interface StdioTestClient extends TestClient {
  readonly pid: number;
  /** What the server has written to standard error. */
  stderr(): string;
}

const identity = { name: 'test', version: '1.0.0' };

/** Starts the command as a process of its own and connects a client to it. */
export async function connectStdio(
  kind: Kind,
  { url, args }: { readonly url: string; readonly args: readonly string[] },
): Promise<StdioTestClient> {
  const env = { XPANDER_API_KEY: secretKey, XPANDER_BASE_URL: url };
  const command = { command: process.execPath, args: [bin, ...args], env, stderr: 'pipe' as const };
  const transport = kind === 'client 1.x' ? new OldStdio(command) : new NewStdio(command);
  let printed = '';
  transport.stderr?.on('data', (chunk) => {
    printed += chunk;
  });
  const client = await connect(kind, transport);
  return { ...client, pid: transport.pid ?? 0, stderr: () => printed };
}

export function connectHttp(kind: Kind, url: string): Promise<TestClient> {
  return connect(kind, kind === 'client 1.x' ? new OldHttp(new URL(url)) : new NewHttp(new URL(url)));
}

async function connect(kind: Kind, transport: object): Promise<TestClient> {
  if (kind === 'client 1.x') {
    const client = new OldClient(identity);
    await client.connect(transport as OldStdio);
    return {
      call: async (name, input, { token, ...options } = {}) =>
        (await client.callTool(toParams(name, input, token), undefined, options)) as unknown as ToolResult,
      tools: async () => (await client.listTools()).tools,
      instructions: () => client.getInstructions(),
      close: () => client.close(),
    };
  }
  const isModern = kind === 'client 2.x with protocol 2026-07-28';
  const client = new NewClient(identity, isModern ? { versionNegotiation: { mode: { pin: '2026-07-28' } } } : {});
  await client.connect(transport as NewStdio);
  return {
    call: async (name, input, { token, ...options } = {}) =>
      (await client.callTool(toParams(name, input, token), options)) as unknown as ToolResult,
    tools: async () => (await client.listTools()).tools,
    instructions: () => client.getInstructions(),
    close: () => client.close(),
  };
}

function toParams(name: string, input: Record<string, unknown>, progressToken: number | undefined) {
  return { name, arguments: input, ...(progressToken !== undefined && { _meta: { progressToken } }) };
}

export function textOf({ content }: ToolResult): string {
  return content.map(({ text }) => text).join('\n');
}
