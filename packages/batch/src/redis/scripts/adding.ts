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

/** How items come into the batch, and into BullMQ. */
export const adding = {
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
};
