import type { LanguageModelV3, ProviderV3 } from '@ai-sdk/provider';
import { Xpander } from '@xpander/sdk';
import type * as ai6 from 'ai6';
import type * as ai7 from 'ai7';
import { describe, expectTypeOf, it } from 'vitest';
import { agentTool, createXpander, type XpanderLanguageModel, type XpanderProviderOptions } from '../src/index.ts';

describe('a model', () => {
  it('is a LanguageModelV3, and a model of ai 6 and of ai 7', () => {
    expectTypeOf<XpanderLanguageModel>().toExtend<LanguageModelV3>();
    expectTypeOf<XpanderLanguageModel>().toExtend<ai6.LanguageModel>();
    expectTypeOf<XpanderLanguageModel>().toExtend<ai7.LanguageModel>();
  });

  it('takes the defaults of an agent, and no option of a single call', () => {
    const xpander = createXpander();
    expectTypeOf(
      xpander('a', { onPaused: 'wait', version: 'draft', deadlineMs: 0 }),
    ).toEqualTypeOf<XpanderLanguageModel>();
    // @ts-expect-error `signal` belongs to a call
    xpander('a', { signal: AbortSignal.abort() });
    // @ts-expect-error the depth is one of two
    const own: XpanderProviderOptions = { thinkMode: 'deep' };
    void own;
  });
});

describe('a provider', () => {
  it('is a ProviderV3, and fits into a registry of ai 6 and of ai 7', () => {
    expectTypeOf(createXpander()).toExtend<ProviderV3>();
    expectTypeOf(createXpander()).toExtend<Parameters<typeof ai6.createProviderRegistry>[0][string]>();
    expectTypeOf(createXpander()).toExtend<Parameters<typeof ai7.createProviderRegistry>[0][string]>();
  });

  it('takes a client or its options', () => {
    expectTypeOf(createXpander).toBeCallableWith(new Xpander());
    expectTypeOf(createXpander).toBeCallableWith({ apiKey: 'key-1' });
    expectTypeOf(createXpander).toBeCallableWith();
  });
});

describe('providerOptions', () => {
  it('are provider options of ai 6 and of ai 7', () => {
    type Options6 = NonNullable<Parameters<typeof ai6.generateText>[0]['providerOptions']>;
    type Options7 = NonNullable<Parameters<typeof ai7.generateText>[0]['providerOptions']>;
    const own = { threadId: 't-1', user: { id: 'u-1', email: 'dana@example.com' } } satisfies XpanderProviderOptions;
    expectTypeOf({ xpander: own }).toExtend<Options6>();
    expectTypeOf({ xpander: own }).toExtend<Options7>();
  });
});

describe('agentTool', () => {
  const analyst = agentTool(new Xpander().agent('a'), { description: 'Analyzes prices' });

  it('is a tool of ai 6 and of ai 7, with the types of its input and output', () => {
    expectTypeOf({ analyst }).toExtend<ai6.ToolSet>();
    expectTypeOf({ analyst }).toExtend<ai7.ToolSet>();
    expectTypeOf<ai6.InferToolInput<typeof analyst>>().toEqualTypeOf<{ prompt: string }>();
    expectTypeOf<ai7.InferToolInput<typeof analyst>>().toEqualTypeOf<{ prompt: string }>();
    expectTypeOf<ai6.InferToolOutput<typeof analyst>['text']>().toEqualTypeOf<string>();
    expectTypeOf<ai7.InferToolOutput<typeof analyst>['text']>().toEqualTypeOf<string>();
  });

  it('takes a workflow', () => {
    expectTypeOf(agentTool(new Xpander().workflow('w'), { description: 'Runs it' })).toEqualTypeOf(analyst);
  });
});
