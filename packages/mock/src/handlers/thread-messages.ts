import type { ThreadMessage } from '../protocol/models.ts';
import type { WireSettings } from '../protocol/types.ts';
import type { StoredMessage, TaskRecord } from '../state/types.ts';

type Variant = WireSettings['threadVariant'];

/** The messages of a task, oldest first, in one of the four forms of openapi/FACTS.md#e. */
export function printThread({ task, messages }: TaskRecord, variant: Variant): ThreadMessage[] {
  return messages.map((message) => printMessage(message, task.id, variant));
}

/** The messages of a task under `root`, and those of every task that it started, directly or not, under its id. */
export function printFullThread(
  record: TaskRecord,
  variant: Variant,
  find: (id: string) => TaskRecord | undefined,
): Record<string, ThreadMessage[]> {
  const buckets: Record<string, ThreadMessage[]> = { root: printThread(record, variant) };
  const waiting = [...(record.task.sub_executions ?? [])];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    const subTask = find(id);
    if (subTask === undefined || Object.hasOwn(buckets, id)) continue;
    buckets[id] = printThread(subTask, variant);
    waiting.push(...(subTask.task.sub_executions ?? []));
  }
  return buckets;
}

function printMessage(message: StoredMessage, taskId: string, variant: Variant): ThreadMessage {
  const { role, content, turn } = message;
  // Unlike other timestamps, those of messages are in seconds.
  const createdAt = Math.floor(message.createdAt / 1_000);
  switch (variant) {
    case 1:
      return { ...LONG_FORM, id: message.id, role, content, metrics: metricsOf(message), created_at: createdAt };
    case 2:
      return { id: message.id, role, content, metrics: metricsOf(message), created_at: createdAt };
    case 3: {
      const author = role === 'assistant' ? 'agent' : role;
      return { id: `${taskId}_${author}_${turn}`, role, content, created_at: createdAt };
    }
    case 4:
      return { role, content };
  }
}

/** A message of the user counts no tokens. */
function metricsOf({ role, content }: StoredMessage): NonNullable<ThreadMessage['metrics']> {
  const outputTokens = role === 'assistant' ? Math.ceil(content.length / 4) : 0;
  const inputTokens = role === 'assistant' ? 200 : 0;
  return { input_tokens: inputTokens, output_tokens: outputTokens, total_tokens: inputTokens + outputTokens };
}

const LONG_FORM: ThreadMessage = {
  name: null,
  tool_call_id: null,
  tool_calls: null,
  audio: null,
  images: null,
  videos: null,
  files: null,
  audio_output: null,
  image_output: null,
  video_output: null,
  file_output: null,
  redacted_reasoning_content: null,
  provider_data: null,
  citations: null,
  reasoning_content: null,
  tool_name: null,
  tool_args: null,
  tool_call_error: null,
  stop_after_tool_call: false,
  add_to_agent_memory: true,
  from_history: false,
  references: null,
};
