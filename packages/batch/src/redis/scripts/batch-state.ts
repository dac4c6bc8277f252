/** What concerns the batch as a whole. */
export const batchState = {
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
};
