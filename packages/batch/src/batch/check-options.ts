import type { RateLimit } from '@xpander/sdk';
import type { WorkPlan } from '../engine/types.ts';
import { checkMembers, checkWhole, fail } from '../options/checks.ts';
import type { BatchOptions, RunDefaults, WorkOptions } from './types.ts';

const longestName = 200;

const batchNames: Record<keyof BatchOptions, true> = {
  xpander: true,
  agentId: true,
  name: true,
  store: true,
  defaults: true,
};

/** @throws ConfigurationError that names the option and the fix. */
export function checkBatchOptions(options: BatchOptions): void {
  checkMembers('openBatch', options, batchNames);
  const { xpander, agentId, name, store, defaults } = options;
  if (typeof xpander?.agent !== 'function') fail('xpander', 'must be an Xpander client', 'Pass new Xpander()');
  if (typeof agentId !== 'string' || agentId === '') fail('agentId', 'must be a text', 'Pass the id of the agent');
  if (typeof name !== 'string' || name === '' || name.length > longestName || /\p{Cc}/u.test(name))
    fail('name', `must be a text of 1 to ${longestName} characters without control characters`, 'Name the batch');
  if (typeof store?.open !== 'function') fail('store', 'must be a store', 'Pass fileStore("out.jsonl"), for example');
  if (defaults !== undefined) checkMembers('defaults', defaults, defaultNames);
}

const defaultNames: Record<keyof RunDefaults, true> = {
  version: true,
  user: true,
  headers: true,
  timeoutMs: true,
  maxRetries: true,
  onPaused: true,
  deadlineMs: true,
  pollIntervalMs: true,
  via: true,
};

const workNames: Record<keyof WorkOptions, true> = {
  concurrency: true,
  rateLimit: true,
  retryFailed: true,
  signal: true,
  drainMs: true,
  onProgress: true,
};

/** @throws ConfigurationError that names the option and the fix. */
export function toWorkPlan(options: WorkOptions): WorkPlan {
  checkMembers('work', options, workNames);
  const { concurrency = 10, retryFailed = 0, drainMs = 30_000, rateLimit, signal, onProgress } = options;
  checkWhole('concurrency', concurrency, 1);
  checkWhole('retryFailed', retryFailed, 0);
  checkWhole('drainMs', drainMs, 0);
  if (rateLimit !== undefined) checkRateLimit(rateLimit);
  if (signal !== undefined && typeof signal?.addEventListener !== 'function')
    fail('signal', 'must be an AbortSignal', 'Pass controller.signal');
  if (onProgress !== undefined && typeof onProgress !== 'function')
    fail('onProgress', 'must be a function', 'Pass (progress) => …');
  return { concurrency, retryFailed, drainMs, signal, onProgress };
}

function checkRateLimit(limit: RateLimit): void {
  checkMembers('rateLimit', limit, { requests: true, perMs: true });
  checkWhole('rateLimit.requests', limit.requests, 1);
  checkWhole('rateLimit.perMs', limit.perMs, 1);
}
