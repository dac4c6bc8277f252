import type { AuthState, DeepPlanning, Task } from '@xpander/sdk';
import type { ChatData } from './chat-message.ts';

/** What a page may know of a task. `withLinks` is whether it gets the links of logins. */
export function toStatusData(task: Task, withLinks: boolean): ChatData['status'] {
  const status = task.status ?? 'pending';
  if (status !== 'paused') return { status };
  const { auth_url, connector_name } = task.pending_eca_request ?? {};
  const authUrl = withLinks ? toWebUrl(auth_url) : undefined;
  const approval = task.hitl_request && {
    ...(task.hitl_request.title && { title: task.hitl_request.title }),
    ...(task.hitl_request.description && { description: task.hitl_request.description }),
  };
  return {
    status,
    ...(authUrl && { authUrl }),
    ...(connector_name && { connector: connector_name }),
    ...(approval && { approval }),
  };
}

export function toPlanData({ tasks }: DeepPlanning): ChatData['plan'] {
  return {
    steps: (tasks ?? []).map(({ title, completed }) => ({ title: title ?? '', completed: completed === true })),
  };
}

export function toAuthData({ type, data }: AuthState): ChatData['auth'] {
  const url = toWebUrl(data?.url);
  return {
    state: type ?? 'login_required',
    ...(url && { url }),
    ...(data?.server_name && { server: data.server_name }),
  };
}

/** A page makes a link of it, so that a `javascript:` URL would run there. */
function toWebUrl(url: unknown): string | undefined {
  return typeof url === 'string' && /^https?:\/\//i.test(url) ? url : undefined;
}
