import type { Task } from './models.ts';
import { shapeEvent } from './shape-event.ts';
import type { Printer, StreamEvent, WireSettings } from './types.ts';

const SHORT_FIELDS: readonly (keyof Task)[] = [
  ...(['id', 'agent_id', 'organization_id', 'status', 'result', 'created_at'] as const),
  ...(['finished_at', 'source', 'hitl_request', 'pending_eca_request'] as const),
];

/** Fields that the short form includes even when they are null. */
const SHORT_NULLS: readonly string[] = ['result'];

export function createPrinter(wire: WireSettings): Printer {
  const body = (value: unknown): string =>
    JSON.stringify(value, wire.timestamps === 'zone-less' ? withoutZone : undefined);

  const task = (printed: Task): Partial<Task> => {
    const shown = wire.startedAt === 'null' ? { ...printed, started_at: null } : printed;
    if (wire.tasks === 'full') return shown;
    const isShort = wire.tasks === 'short';
    const entries = Object.entries(shown).filter(([name, value]) => {
      if (isShort && !SHORT_FIELDS.includes(name as keyof Task)) return false;
      return value !== null || (isShort && SHORT_NULLS.includes(name));
    });
    return Object.fromEntries(entries);
  };

  const event = ({ id, ...happened }: StreamEvent): string => {
    const isOfTask = /^(sub_)?task_/.test(happened.type) && isTask(happened.data);
    const shaped = shapeEvent(isOfTask ? { ...happened, data: task(happened.data as Task) } : happened, wire.events);
    const idLine = id === undefined ? '' : `id: ${id}\n`;
    return shaped === undefined ? '' : `${idLine}data: ${body(shaped)}\n\n`;
  };
  return { body, task, event };
}

function isTask(value: unknown): value is Task {
  return typeof value === 'object' && value !== null && 'id' in value && 'status' in value;
}

const UTC_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function withoutZone(name: string, value: unknown): unknown {
  const isTimestamp = (name === 'time' || name.endsWith('_at')) && typeof value === 'string' && UTC_INSTANT.test(value);
  return isTimestamp ? value.slice(0, -1) : value;
}
