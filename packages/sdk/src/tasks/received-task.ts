import type { Task, TaskSummary } from '../models.ts';
import { normalizeStatus } from './task-status.ts';

/**
 * Turns a record that the API has sent, a task or a row of a list, into what verbs return and events carry.
 *
 * The server repeats the credentials of the invocation (openapi/FACTS.md#f22). They are left out, because tasks are
 * stored, sent to other processes and logged.
 */
export function receiveTask<T extends Task | TaskSummary>(record: T): T {
  const { user_oidc_token: token, user_tokens: tokens, mcp_servers: servers }: Task = record;
  const status = normalizeStatus(record.status);
  const isRenamed = status !== undefined && status !== record.status;
  // A `null` is no secret.
  if (!isRenamed && !token && !tokens && !servers) return record;
  const received: Task = { ...record, ...(isRenamed && { status }) };
  if (token) delete received.user_oidc_token;
  if (tokens) delete received.user_tokens;
  if (servers) received.mcp_servers = Array.isArray(servers) ? servers.map(withoutSecrets) : null;
  return received as T;
}

/** The members of an MCP server that carry no secret. Any other one may, since the API accepts every object. */
function withoutSecrets(server: Record<string, unknown> | null): Record<string, unknown> {
  const { name, type, transport, url } = server ?? {};
  const members = Object.entries({ name, type, transport, url: typeof url === 'string' ? bareUrl(url) : undefined });
  return Object.fromEntries(members.filter(([, value]) => typeof value === 'string'));
}

/** The URL without user name, password, query and fragment; `undefined` for a text that is no URL. */
function bareUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username + url.password + url.search + url.hash === '') return text;
  return Object.assign(url, { username: '', password: '', search: '', hash: '' }).href;
}
