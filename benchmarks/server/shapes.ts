import { agentId, recordId } from '../peers/driver.ts';

/** What the API of one client sends: the same number of bytes for each client, in the form that it expects. */
export interface Shape {
  /** A record that answers a read or a start. */
  record(padding: string): object;
  /** The events before the first piece of text, and after the last. */
  readonly first: string;
  readonly last: string;
  /** An event that carries a piece of text. */
  piece(text: string): string;
}

const time = '2026-01-31T12:00:00.000000';
const seconds = 1_769_860_800;

const event = (data: object, name?: string): string =>
  `${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;

const task = (status: string, result: string | null): object => ({
  id: recordId,
  agent_id: agentId,
  organization_id: '0d9f8e7c',
  status,
  created_at: time,
  started_at: time,
  finished_at: status === 'completed' ? time : null,
  input: { text: 'Analyze competitor pricing for Q1 2026', files: [], user: null },
  output_format: 'markdown',
  source: 'api',
  parent_execution: null,
  result,
});
const envelope = { task_id: recordId, organization_id: '0d9f8e7c', time };

const xpander: Shape = {
  record: (padding) => task('executing', padding),
  first: event({ type: 'task_created', ...envelope, data: task('pending', null) }),
  piece: (text) => event({ type: 'chunk', ...envelope, data: text }),
  last: event({ type: 'task_finished', ...envelope, data: task('completed', 'done') }),
};

const response = (text: string): object => ({
  id: recordId,
  object: 'response',
  created_at: seconds,
  status: 'in_progress',
  background: true,
  model: 'gpt-5',
  output: [
    { type: 'message', id: 'msg_1', role: 'assistant', content: [{ type: 'output_text', text, annotations: [] }] },
  ],
  parallel_tool_calls: true,
  tools: [],
  metadata: {},
});

const openai: Shape = {
  record: response,
  first: event({ type: 'response.created', sequence_number: 0, response: response('') }, 'response.created'),
  piece: (delta) =>
    event(
      {
        type: 'response.output_text.delta',
        sequence_number: 1,
        item_id: 'msg_1',
        output_index: 0,
        content_index: 0,
        delta,
      },
      'response.output_text.delta',
    ),
  last: event({ type: 'response.completed', sequence_number: 2, response: response('') }, 'response.completed'),
};

const message = (text: string): object => ({
  id: recordId,
  type: 'message',
  role: 'assistant',
  model: 'claude-opus-4-5',
  content: [{ type: 'text', text }],
  stop_reason: null,
  stop_sequence: null,
  usage: { input_tokens: 12, output_tokens: 1 },
});

const anthropic: Shape = {
  record: message,
  first: event({ type: 'message_start', message: message('') }, 'message_start'),
  piece: (text) =>
    event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }, 'content_block_delta'),
  last: event({ type: 'message_stop' }, 'message_stop'),
};

const langgraph: Shape = {
  record: (padding) => ({
    run_id: recordId,
    thread_id: recordId,
    assistant_id: agentId,
    created_at: time,
    updated_at: time,
    status: 'running',
    multitask_strategy: 'reject',
    metadata: { padding },
  }),
  first: event({ run_id: recordId, attempt: 1 }, 'metadata'),
  piece: (text) => event({ type: 'chunk', ...envelope, data: text }, 'custom'),
  last: 'event: end\ndata: null\n\n',
};

const replicate: Shape = {
  ...xpander,
  record: (output) => ({
    id: recordId,
    model: 'owner/model',
    version: 'hidden',
    input: { prompt: 'Analyze competitor pricing for Q1 2026' },
    output,
    status: 'processing',
    source: 'api',
    created_at: time,
    urls: { get: 'https://replicate.example/predictions/1', cancel: 'https://replicate.example/predictions/1/cancel' },
  }),
};

const fal: Shape = {
  ...xpander,
  record: (logs) => ({ status: 'IN_QUEUE', request_id: recordId, queue_position: 1, response_url: 'https://x', logs }),
};

/** The shapes by driver. Clients without an API of their own read ours. */
export const shapes: Readonly<Record<string, Shape>> = { xpander, openai, anthropic, langgraph, replicate, fal };

/** The text of exactly `bytes` bytes that `make` returns for padding of the right length. */
export function padTo(bytes: number, make: (padding: string) => string): string {
  const bare = Buffer.byteLength(make(''));
  if (bare > bytes) throw new Error(`Without padding, the text has ${bare} bytes, more than ${bytes}`);
  return make('x'.repeat(bytes - bare));
}
