import type { ServedAgent, ToolSettings } from '../options.ts';

/** Some models accept no more than 1,024 characters for a tool. */
const longestDescription = 500;

/** What a client tells its model about the server. */
export const instructions: string =
  'Each ask_… tool hands work to an agent. A run may take minutes or hours. If it is still at work when the call returns, ' +
  'pass its taskId to wait_for_task until the status is completed. Never ask the same thing again: that starts another run.';

export function describeAgent({ name, description }: ServedAgent, { holdMs }: ToolSettings): string {
  const text = description.trim();
  const shown = text.length > longestDescription ? `${text.slice(0, longestDescription)}…` : text;
  const how =
    `Sends the prompt to the agent "${name}" and returns its answer. ` +
    (holdMs === 0
      ? ''
      : `If it needs more than ${toSeconds(holdMs)}, the status is pending or executing: call wait_for_task with the taskId. `) +
    'Do not repeat the call: that would start a second run. To continue a conversation, pass its taskId as threadId.';
  return shown === '' ? how : `${shown}\n\n${how}`;
}

export function describeWait({ holdMs }: ToolSettings): string {
  const howLong = holdMs === 0 ? 'until it has ended' : `for at most ${toSeconds(holdMs)}`;
  return (
    `Waits ${howLong} for a task that was still at work, and returns its answer. ` +
    'If it is at work even then, call it again. If the task is paused, tell the user what it needs, and call it again after that.'
  );
}

export const stopDescription =
  'Stops a task that is at work. Its answer is lost. A task that has ended stays as it is.';

function toSeconds(ms: number): string {
  return `${ms / 1_000} seconds`;
}
