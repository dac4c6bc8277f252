/** The limit of all workers. `KEYS[1]` is the name of the limit. */
export const sharedLimit = {
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
