import { createFixedLimit } from '../budget/fixed-limit.ts';
import { createLearnedLimit } from '../budget/learned-limit.ts';
import { createRequestBudget, type RequestBudget } from '../budget/request-budget.ts';
import { createSharedLimit } from '../budget/shared-limit.ts';
import { createAccountRegistry } from '../config/account-registry.ts';
import type { Settings } from '../config/types.ts';
import type { SharedRateLimit } from '../options/client-options.ts';
import type { RateLimiter } from './types.ts';

/** The API's limit is the key's, so clients of one account share what they have learned and what they have sent. */
const budgets = createAccountRegistry<RequestBudget>();
const sharedBudgets = new WeakMap<SharedRateLimit, RequestBudget>();

export function createRateLimiter(settings: Settings): RateLimiter {
  const findBudget = budgetOf(settings);
  return {
    get budget() {
      return findBudget();
    },
    clock: settings.clock,
    throttledMs: Number.NEGATIVE_INFINITY,
  };
}

function budgetOf(settings: Settings): () => RequestBudget | undefined {
  const { rateLimit } = settings;
  if (rateLimit === 'off') return () => undefined;
  if (rateLimit === undefined) return budgets(settings, '', () => createRequestBudget(createLearnedLimit()));
  if ('take' in rateLimit) {
    const budget = sharedBudgets.get(rateLimit) ?? createRequestBudget(createSharedLimit(rateLimit));
    sharedBudgets.set(rateLimit, budget);
    return () => budget;
  }
  const { requests, perMs } = rateLimit;
  return budgets(settings, `${requests}/${perMs}`, () => createRequestBudget(createFixedLimit(rateLimit)));
}
