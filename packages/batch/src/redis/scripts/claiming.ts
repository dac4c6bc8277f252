/** What happens to an item from its claim to its end. */
export const claiming = {
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
};
