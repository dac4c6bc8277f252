import type { Agent, TaskStream } from '@xpander/sdk';
import type { UIMessage as UIMessage6, UIMessageChunk as UIMessageChunk6 } from 'ai6';
import type { UIMessage as UIMessage7, UIMessageChunk as UIMessageChunk7 } from 'ai7';
import { expectTypeOf, test } from 'vitest';
import {
  type ChatChunk,
  type ChatData,
  type ChatMessage,
  type ChatMetadata,
  toUIMessageStream,
} from '../../src/ui/index.ts';

type Page6 = UIMessage6<ChatMetadata, ChatData>;
type Page7 = UIMessage7<ChatMetadata, ChatData>;

test('the chunks and messages are those of ai 6 and ai 7', () => {
  expectTypeOf<ChatChunk>().toExtend<UIMessageChunk6>();
  expectTypeOf<ChatChunk>().toExtend<UIMessageChunk7>();
  expectTypeOf<ReadableStream<ChatChunk>>().toExtend<ReadableStream<UIMessageChunk6<ChatMetadata, ChatData>>>();
  expectTypeOf<ReadableStream<ChatChunk>>().toExtend<ReadableStream<UIMessageChunk7<ChatMetadata, ChatData>>>();
  expectTypeOf<ChatMessage[]>().toExtend<Page6[]>();
  expectTypeOf<ChatMessage[]>().toExtend<Page7[]>();
  expectTypeOf<ChatMessage[]>().toExtend<UIMessage6[]>();
  expectTypeOf<ChatMessage[]>().toExtend<UIMessage7[]>();
});

test('the data parts of a page are typed', () => {
  const find = (message: Page7): string | undefined => {
    const part = message.parts.find(({ type }) => type === 'data-status');
    return part?.type === 'data-status' ? part.data.authUrl : undefined;
  };
  expectTypeOf(find).returns.toEqualTypeOf<string | undefined>();
});

test('a stream of any output is accepted', () => {
  expectTypeOf(toUIMessageStream).parameter(0).extract<TaskStream>().not.toBeNever();
  const open = (agent: Agent): ReadableStream<ChatChunk> => toUIMessageStream(agent.stream('Hi'));
  expectTypeOf(open).returns.toEqualTypeOf<ReadableStream<ChatChunk>>();
});
