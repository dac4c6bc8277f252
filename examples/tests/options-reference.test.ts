import type {
  AgentQuery,
  FetchInit,
  Hooks,
  InvokeInput,
  InvokeRequest,
  ManyOptions,
  MessageOptions,
  StopOptions,
  StreamOptions,
  TaskQuery,
  ThreadOptions,
  User,
  WaitAllOptions,
  XpanderOptions,
} from '@xpander/sdk';
import { describe, expect, it } from 'vitest';
import { readDocument } from './markdown.ts';

type CallOptions = StreamOptions &
  Omit<ManyOptions, 'once'> &
  WaitAllOptions &
  MessageOptions &
  StopOptions & { output: unknown };

/** The names of each section. The compiler rejects a name that its type does not have, and a type that has another one. */
const names = {
  'Options of the client': {
    apiKey: true,
    baseUrl: true,
    user: true,
    timeoutMs: true,
    maxRetries: true,
    rateLimit: true,
    headers: true,
    hooks: true,
    fetch: true,
    clock: true,
    allowInsecureHttp: true,
    dangerouslyAllowBrowser: true,
  } satisfies Record<keyof XpanderOptions, true>,
  Hooks: {
    onRequest: true,
    onResponse: true,
    onError: true,
    onRetry: true,
    onPoll: true,
    onReconnect: true,
    onThrottle: true,
    around: true,
  } satisfies Record<keyof Hooks, true>,
  'Options of a call': {
    signal: true,
    timeoutMs: true,
    maxRetries: true,
    headers: true,
    version: true,
    user: true,
    onAmbiguous: true,
    once: true,
    beforeSend: true,
    deadlineMs: true,
    pollIntervalMs: true,
    onUpdate: true,
    onPaused: true,
    onAbandon: true,
    since: true,
    output: true,
    via: true,
    onEvent: true,
    idleTimeoutMs: true,
    resume: true,
    mode: true,
    clearQueue: true,
    concurrency: true,
    detail: true,
    onProgress: true,
  } satisfies Record<keyof CallOptions, true>,
  'Options of a thread': { whenBusy: true } satisfies Record<keyof ThreadOptions, true>,
  'Options of fetch': {
    method: true,
    query: true,
    json: true,
    body: true,
    signal: true,
    timeoutMs: true,
    maxRetries: true,
    headers: true,
  } satisfies Record<keyof FetchInit, true>,
  'Fields of a request': {
    input: true,
    id: true,
    output_format: true,
    output_schema: true,
    instructions_override: true,
    additional_context: true,
    expected_output: true,
    think_mode: true,
    llm_model_provider: true,
    llm_model_name: true,
    llm_reasoning_effort: true,
    disable_attachment_injection: true,
    user_oidc_token: true,
    user_tokens: true,
    mcp_servers: true,
    title: true,
    source: true,
    source_node_type: true,
    payload_extension: true,
    parent_execution_id: true,
    triggering_agent_id: true,
    worker_id: true,
    run_locally: true,
    test_run_node_id: true,
    events_streaming: true,
    return_metrics: true,
  } satisfies Record<keyof InvokeRequest, true>,
  'Fields of the input': { text: true, files: true, user: true } satisfies Record<keyof InvokeInput, true>,
  'Fields of a user': {
    id: true,
    email: true,
    first_name: true,
    last_name: true,
    timezone: true,
    additional_attributes: true,
    role: true,
    is_super_admin: true,
  } satisfies Record<keyof User, true>,
  'Filters of lists': {
    page: true,
    per_page: true,
    status: true,
    agent_id: true,
    user_id: true,
    parent_task_id: true,
    triggering_agent_id: true,
    internal_status: true,
    from_date: true,
    to_date: true,
  } satisfies Record<keyof TaskQuery | keyof AgentQuery, true>,
};

/** The names in the first column of a section's tables. */
function namesIn(section: string): string[] {
  const text = readDocument('docs/options.md').split(/^## /m);
  const found = text.find((part) => part.startsWith(`${section}\n`)) ?? '';
  const cells = [...found.matchAll(/^\| (`[^|]+`) \|/gm)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => cell.split(', ').map((name) => name.replaceAll('`', '')));
}

describe('the reference of options', () => {
  it.each(Object.entries(names))('describes each name once: %s', (section, known) => {
    expect(namesIn(section).sort()).toEqual(Object.keys(known).sort());
  });
});
