import { MockConfigurationError } from '../configuration/configuration-error.ts';
import { checkMilliseconds, refuseUnknownMembers } from '../configuration/option-checks.ts';
import { isFinalStatus } from '../protocol/task-status.ts';
import { checkPause } from './pause.ts';
import type { Script, TimelineEntry } from './types.ts';

/** Throws for a script that cannot be played, and names the entry and the fix. */
export function checkScript(where: string, script: unknown): asserts script is Script {
  if (typeof script === 'function') return;
  if (!Array.isArray(script) || script.length === 0) {
    throw new MockConfigurationError(`${where} must be a function or a timeline of at least one entry.`);
  }
  for (const [index, entry] of script.entries()) {
    checkEntry(`${where}[${index}]`, entry);
    if (isFinalStatus(entry.status) && index < script.length - 1) {
      throw new MockConfigurationError(`${where}[${index}] ends the task, so it must be the last entry.`);
    }
  }
}

function checkEntry(where: string, entry: unknown): asserts entry is TimelineEntry {
  if (typeof entry !== 'object' || entry === null) {
    throw new MockConfigurationError(`${where} must be an object such as { status: "executing", afterMs: 200 }.`);
  }
  refuseUnknownMembers(where, entry, ['status', 'afterMs', 'result', 'hitl', 'auth', 'questions', 'confirm', 'id']);
  const { status, afterMs, result, ...pause } = entry as Partial<TimelineEntry>;
  if (typeof status !== 'string' || status === '') {
    throw new MockConfigurationError(`${where}.status must be a string, such as "executing" or "completed".`);
  }
  if (afterMs !== undefined) checkMilliseconds(`${where}.afterMs`, afterMs);
  if (result !== undefined && typeof result !== 'string' && typeof result !== 'object') {
    throw new MockConfigurationError(`${where}.result must be a string, an object or null.`);
  }
  if (status === 'paused') checkPause(where, pause);
  else if (Object.values(pause).some((value) => value !== undefined)) {
    const names = Object.keys(pause).join(' and ');
    throw new MockConfigurationError(`${where} has ${names}, which are allowed only with status "paused".`);
  }
}
