import { ConfigurationError } from '@xpander/sdk';
import type { ModelCallOptions, XpanderProviderOptions } from './types.ts';

/** What is wrong with a value, if anything. The SDK checks `user` and `version`. */
const problems: Readonly<Record<keyof XpanderProviderOptions, (value: unknown) => string | undefined>> = {
  threadId: (value) => (typeof value === 'string' && value.trim() !== '' ? undefined : 'must be a non-empty string'),
  user: () => undefined,
  version: () => undefined,
  thinkMode: oneOf('default', 'harder'),
  reasoningEffort: oneOf('low', 'medium', 'high', 'xhigh'),
};

/** Reads `providerOptions.xpander`. @throws ConfigurationError if an option is unknown or invalid. */
export function readProviderOptions({ providerOptions }: ModelCallOptions): XpanderProviderOptions {
  const own = providerOptions?.xpander;
  if (own === undefined) return {};
  const known = `It takes ${Object.keys(problems).join(', ')}`;
  if (typeof own !== 'object' || own === null || Array.isArray(own))
    throw new ConfigurationError('providerOptions.xpander', 'must be an object', known);
  for (const [name, value] of Object.entries(own)) {
    if (!isKnown(name))
      throw new ConfigurationError('providerOptions.xpander', `has no option ${JSON.stringify(name)}`, known);
    const problem = value === undefined ? undefined : problems[name](value);
    if (problem)
      throw new ConfigurationError(`providerOptions.xpander.${name}`, problem, 'Leave it out for the default');
  }
  return own;
}

function isKnown(name: string): name is keyof XpanderProviderOptions {
  return Object.hasOwn(problems, name);
}

function oneOf(...values: readonly unknown[]): (value: unknown) => string | undefined {
  const list = values.map((value) => JSON.stringify(value)).join(', ');
  return (value) => (values.includes(value) ? undefined : `must be one of ${list}`);
}
