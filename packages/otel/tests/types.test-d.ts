import { combineHooks, type Hooks, logHooks, Xpander } from '@xpander/sdk';
import { describe, expectTypeOf, it } from 'vitest';
import { channelHooks, otelHooks } from '../src/index.ts';

describe('the hooks', () => {
  it('are hooks of the SDK', () => {
    expectTypeOf(otelHooks).returns.toExtend<Hooks>();
    expectTypeOf(channelHooks).returns.toExtend<Hooks>();
    new Xpander({ hooks: combineHooks(otelHooks({ agentName: 'Greeter' }), channelHooks(), logHooks(console)) });
  });
});
