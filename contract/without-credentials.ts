import type { Task } from '@xpander/sdk';

/** A task as the methods of the SDK return it: without the credentials of its invocation, which the server repeats. */
export function withoutCredentials({ user_oidc_token: _token, user_tokens: _tokens, ...task }: Task): Task {
  return task;
}
