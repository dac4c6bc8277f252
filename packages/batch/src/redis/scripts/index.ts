import { adding } from './adding.ts';
import { batchState } from './batch-state.ts';
import { claiming } from './claiming.ts';
import { sharedLimit } from './shared-limit.ts';

/**
 * What happens to a batch, each as one atomic step in the server's own time. `KEYS[1]` is the name of the batch's keys:
 *
 * - the hash itself: name, agent, came, origin, stop, seq, completed, failed, score, server
 * - `:keys` from key to number · `:item:<number>` a hash · `:results` from number to result
 * - `:running`, `:failed` sets of numbers · `:settled` numbers by the time of settling
 * - `:outbox` numbers that BullMQ has yet to be given · `:thread:<hash>` the open items of a thread, in order
 * - `:last` from thread to the number that was settled last
 */
const common = `
local base = KEYS[1]
local time = redis.call('TIME')
local nowMs = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local function item(seq) return base .. ':item:' .. seq end
local function threadOf(seq)
  local hash = redis.call('HGET', item(seq), 'threadHash')
  if hash and hash ~= '' then return base .. ':thread:' .. hash, hash end
end
-- The number of the turn makes the id of the job new: BullMQ ignores a job whose id it has had.
local function put(seq)
  redis.call('HINCRBY', item(seq), 'turn', 1)
  redis.call('ZADD', base .. ':outbox', seq, seq)
end
local function isOurs(seq, attempt)
  local found = redis.call('HMGET', item(seq), 'attempt', 'state')
  return found[1] == attempt and found[2] == 'running'
end
`;

export type ScriptName =
  | keyof typeof adding
  | keyof typeof claiming
  | keyof typeof batchState
  | keyof typeof sharedLimit;

const sources: Readonly<Record<ScriptName, string>> = { ...adding, ...claiming, ...batchState, ...sharedLimit };

/** The name of each script, and its text in Lua. */
export const scripts: readonly (readonly [ScriptName, string])[] = (Object.keys(sources) as ScriptName[]).map(
  (name) => [name, common + sources[name]],
);
