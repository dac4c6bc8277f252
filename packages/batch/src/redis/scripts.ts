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

/** What `stage` and `commit` take for an item, in this order. */
export type ItemField = 'key' | 'index' | 'line' | 'file' | 'thread' | 'threadHash' | 'hash' | 'request' | 'text';
export const itemFields: readonly ItemField[] = [
  'key',
  'index',
  'line',
  'file',
  'thread',
  'threadHash',
  'hash',
  'request',
  'text',
];
const width = itemFields.length;

export type ScriptName =
  | 'stage'
  | 'commit'
  | 'outbox'
  | 'sent'
  | 'look'
  | 'claim'
  | 'check'
  | 'renew'
  | 'settle'
  | 'release'
  | 'begin'
  | 'reopen'
  | 'stop'
  | 'noteOrigin'
  | 'status'
  | 'open'
  | 'meet'
  | 'take'
  | 'pause';

const sources: Readonly<Record<ScriptName, string>> = {
  /** Keeps new items aside. Answers how many there are, or -1 and the position of one whose request has changed. */
  stage: `
local known = 0
for at = 2, #ARGV, ${width} do
  local seq = redis.call('HGET', base .. ':keys', ARGV[at])
  if seq then
    if redis.call('HGET', item(seq), 'hash') ~= ARGV[at + 6] then
      return {-1, (at - 2) / ${width}, redis.call('HGET', item(seq), 'state')}
    end
    known = known + 1
  else
    for field = at, at + ${width - 1} do redis.call('RPUSH', ARGV[1], ARGV[field]) end
  end
end
redis.call('PEXPIRE', ARGV[1], 86400000)
return {known}`,

  /** Takes some of the items that were kept aside. Answers how many are left, and how many were new. */
  commit: `
if redis.call('EXISTS', base) == 0 then return {-1, 0} end
local count = tonumber(ARGV[2]) * ${width}
local fields = redis.call('LRANGE', ARGV[1], 0, count - 1)
redis.call('LTRIM', ARGV[1], count, -1)
local added = 0
for at = 1, #fields, ${width} do
  local key = fields[at]
  if redis.call('HEXISTS', base .. ':keys', key) == 0 then
    local seq = redis.call('HINCRBY', base, 'seq', 1)
    redis.call('HSET', base .. ':keys', key, seq)
    redis.call('HSET', item(seq), 'key', key, 'index', fields[at + 1], 'line', fields[at + 2], 'file', fields[at + 3],
      'thread', fields[at + 4], 'threadHash', fields[at + 5], 'hash', fields[at + 6], 'request', fields[at + 7], 'text', fields[at + 8],
      'state', 'waiting', 'retry', '0', 'attempt', '0', 'turn', '0')
    local thread = threadOf(seq)
    if not thread or redis.call('RPUSH', thread, seq) == 1 then put(seq) end
    added = added + 1
  end
end
return {redis.call('LLEN', ARGV[1]) / ${width}, added}`,

  /** What BullMQ has yet to be given. */
  outbox: `
local jobs = {}
for _, seq in ipairs(redis.call('ZRANGE', base .. ':outbox', 0, ARGV[1] - 1)) do
  local found = redis.call('HMGET', item(seq), 'turn', 'key', 'line', 'file', 'thread', 'text')
  jobs[#jobs + 1] = {seq, found[1] or '', found[2] or '', found[3] or '', found[4] or '', found[5] or '', found[6] or ''}
end
return jobs`,

  /** BullMQ has these now, unless they were put again meanwhile. */
  sent: `
for at = 1, #ARGV, 2 do
  if (redis.call('HGET', item(ARGV[at]), 'turn') or '') == ARGV[at + 1] then
    redis.call('ZREM', base .. ':outbox', ARGV[at])
  end
end`,

  /** Whether anything may be claimed, and whether the outbox holds anything. */
  look: `
if redis.call('EXISTS', base) == 0 then return 'gone' end
if redis.call('HEXISTS', base, 'stopCode') == 1 then return 'stopped' end
return redis.call('ZCARD', base .. ':outbox') > 0 and 'outbox' or 'open'`,

  claim: `
local seq, turn = ARGV[1], ARGV[2]
local f = redis.call('HMGET', item(seq), 'turn', 'state', 'key', 'index', 'thread', 'threadHash', 'retry', 'request', 'sentAt', 'aliveAt')
if f[1] ~= turn or f[2] == 'settled' then return false end
if f[6] ~= '' and redis.call('LINDEX', base .. ':thread:' .. f[6], 0) ~= seq then return false end
local attempt = redis.call('HINCRBY', item(seq), 'attempt', 1)
redis.call('HSET', item(seq), 'state', 'running', 'aliveAt', nowMs)
redis.call('SADD', base .. ':running', seq)
local batch = redis.call('HMGET', base, 'origin', 'came')
local sentAgo = f[9] and (nowMs - math.max(tonumber(f[9]), tonumber(f[10]))) or ''
local last = f[6] ~= '' and redis.call('HGET', base .. ':last', f[6])
local previous = last and redis.call('HGET', base .. ':results', last)
return {tostring(attempt), f[3], f[4], f[5], f[7], f[8], f[9] or '', tostring(sentAgo), batch[1], tostring(nowMs - tonumber(batch[2])), previous or ''}`,

  check: `
if not isOurs(ARGV[1], ARGV[2]) then return 0 end
redis.call('HSET', item(ARGV[1]), 'sentAt', nowMs, 'aliveAt', nowMs)
return 1`,

  /** Gives signs of life. Answers the numbers whose claims are not the latest any more. */
  renew: `
local lost = {}
for at = 1, #ARGV, 2 do
  if isOurs(ARGV[at], ARGV[at + 1]) then redis.call('HSET', item(ARGV[at]), 'aliveAt', nowMs)
  else lost[#lost + 1] = ARGV[at] end
end
return lost`,

  settle: `
local seq, attempt, status, retry, result = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
if not isOurs(seq, attempt) then
  local found = redis.call('HMGET', item(seq), 'attempt', 'state')
  return (found[1] == attempt and found[2] == 'settled') and 1 or 0
end
redis.call('HSET', base .. ':results', seq, result)
redis.call('HSET', item(seq), 'state', 'settled', 'status', status, 'retry', retry)
redis.call('SREM', base .. ':running', seq)
local us = tonumber(time[1]) * 1000000 + tonumber(time[2])
local score = math.max(us, tonumber(redis.call('HGET', base, 'score') or '0') + 1)
redis.call('HSET', base, 'score', string.format('%.0f', score))
redis.call('ZADD', base .. ':settled', string.format('%.0f', score), seq)
if status == 'completed' then redis.call('HINCRBY', base, 'completed', 1)
else
  redis.call('HINCRBY', base, 'failed', 1)
  redis.call('SADD', base .. ':failed', seq)
end
local thread, hash = threadOf(seq)
if thread then
  redis.call('LREM', thread, 1, seq)
  redis.call('HSET', base .. ':last', hash, seq)
  local head = redis.call('LINDEX', thread, 0)
  if head then put(head) end
end
return 1`,

  release: `
local seq, attempt, isSent, before = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if not isOurs(seq, attempt) then return 0 end
redis.call('HSET', item(seq), 'state', 'waiting')
redis.call('SREM', base .. ':running', seq)
if isSent == '1' then redis.call('HSET', item(seq), 'sentAt', nowMs)
elseif before == '' then redis.call('HDEL', item(seq), 'sentAt')
else redis.call('HSET', item(seq), 'sentAt', before) end
put(seq)
return 1`,

  begin: `
if redis.call('EXISTS', base) == 0 then return 0 end
if redis.call('HGET', base, 'stopCode') ~= 'cancelled' then redis.call('HDEL', base, 'stopCode', 'stopMessage') end
return 1`,

  /** Reopens failed items with fewer retries, the latest first, so that an earlier one of a thread goes before a later. */
  reopen: `
for at = 2, #ARGV do
  local seq = ARGV[at]
  local found = redis.call('HMGET', item(seq), 'state', 'status', 'retry')
  if found[1] == 'settled' and found[2] ~= 'paused' and tonumber(found[3]) < tonumber(ARGV[1]) then
    redis.call('HSET', item(seq), 'state', 'waiting', 'retry', tonumber(found[3]) + 1)
    redis.call('HDEL', item(seq), 'status', 'sentAt', 'aliveAt')
    redis.call('SREM', base .. ':failed', seq)
    redis.call('HINCRBY', base, 'failed', -1)
    local thread = threadOf(seq)
    if not thread then put(seq)
    else
      local head = redis.call('LINDEX', thread, 0)
      if head and redis.call('HGET', item(head), 'state') == 'running' then redis.call('LINSERT', thread, 'AFTER', head, seq)
      else
        redis.call('LPUSH', thread, seq)
        put(seq)
      end
    end
  end
end`,

  stop: `
local code = redis.call('HGET', base, 'stopCode')
if redis.call('EXISTS', base) == 1 and (not code or (ARGV[1] == 'cancelled' and code ~= 'cancelled')) then
  redis.call('HSET', base, 'stopCode', ARGV[1], 'stopMessage', ARGV[2])
end`,

  noteOrigin: `
local origin = redis.call('HGET', base, 'origin')
if origin and (origin == 'unknown' or ARGV[1] == 'seen') then redis.call('HSET', base, 'origin', ARGV[1]) end`,

  status: `
local f = redis.call('HMGET', base, 'completed', 'failed', 'origin', 'stopCode', 'stopMessage')
if not f[3] then return false end
local us = tonumber(time[1]) * 1000000 + tonumber(time[2])
local recent = redis.call('ZCOUNT', base .. ':settled', string.format('%.0f', us - 60000000), '+inf')
return {redis.call('HLEN', base .. ':keys'), redis.call('SCARD', base .. ':running'), f[1] or '0', f[2] or '0', recent, f[3], f[4] or '', f[5] or ''}`,

  /** Creates the batch, or finds it. A server that has been started again without a log has lost its last moments. */
  open: `
if redis.call('EXISTS', base) == 0 then
  redis.call('HSET', base, 'name', ARGV[1], 'agent', ARGV[2], 'came', nowMs, 'origin', 'unknown', 'server', ARGV[3], 'version', '1')
end
return redis.call('HGET', base, 'version')`,

  meet: `
local server = redis.call('HGET', base, 'server')
if not server or server == ARGV[1] then return 0 end
redis.call('HSET', base, 'server', ARGV[1])
if ARGV[2] == '1' then return 0 end
redis.call('HSET', base, 'origin', 'seen', 'came', nowMs)
return 1`,

  /** The generic cell rate algorithm: the value is when the next request of an even line is due, in microseconds. */
  take: `
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local step, burst = tonumber(ARGV[1]) * 1000, tonumber(ARGV[2])
local paused = tonumber(redis.call('GET', base .. ':paused') or '0')
local next = math.max(now, tonumber(redis.call('GET', base) or '0'))
local due = math.max(next - (burst - 1) * step, paused)
if due > now then return math.ceil((due - now) / 1000) end
redis.call('SET', base, string.format('%.0f', next + step), 'PX', math.ceil((next + step - now) / 1000) + 1000)
return 0`,

  pause: `
local ms = tonumber(ARGV[1])
local untilUs = tonumber(time[1]) * 1000000 + tonumber(time[2]) + ms * 1000
if ms > 0 and untilUs > tonumber(redis.call('GET', base .. ':paused') or '0') then
  redis.call('SET', base .. ':paused', string.format('%.0f', untilUs), 'PX', math.ceil(ms) + 1000)
end`,
};

export const scripts: readonly (readonly [ScriptName, string])[] = (Object.keys(sources) as ScriptName[]).map(
  (name) => [name, common + sources[name]],
);
