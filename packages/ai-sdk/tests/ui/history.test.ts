import { createMockXpander } from '@xpander/mock';
import { type ThreadMessage, Xpander } from '@xpander/sdk';
import { describe, expect, it } from 'vitest';
import { type ChatMessage, createChatHandler, toUIMessages } from '../../src/ui/index.ts';
import { eventually } from './eventually.ts';
import { createGate } from './gate.ts';

const message = (role: string, content: string, createdAt: Date | null = null): ThreadMessage => ({
  id: 'thread-1_user_1',
  role,
  content,
  createdAt,
  raw: {},
});

const textsOf = (messages: readonly ChatMessage[]): unknown[] =>
  messages.map(({ role, parts }) => [role, ...parts.map((part) => (part.type === 'text' ? part.text : part.data))]);

describe('toUIMessages', () => {
  it('takes the messages of user and assistant that have text, with ids of their own', () => {
    const at = new Date('2026-11-01T10:00:00Z');
    const messages = [message('system', 'Be kind'), message('user', 'Hi', at), message('assistant', '')];
    expect(toUIMessages([...messages, message('tool', '{}'), message('assistant', 'Hello')])).toEqual([
      {
        id: 'message-1',
        role: 'user',
        metadata: { createdAt: at.toISOString() },
        parts: [{ type: 'text', text: 'Hi', state: 'done' }],
      },
      { id: 'message-2', role: 'assistant', parts: [{ type: 'text', text: 'Hello', state: 'done' }] },
    ]);
  });

  it('makes one message of what the assistant wrote in one turn', () => {
    const messages = [message('user', 'Hi'), message('assistant', 'Let me see.'), message('assistant', 'Hello')];
    expect(textsOf(toUIMessages(messages))).toEqual([
      ['user', 'Hi'],
      ['assistant', 'Let me see.', 'Hello'],
    ]);
  });
});

describe('history', () => {
  const request = new Request('https://example.com');

  /** A chat whose thread is written down as the test says, while its task is the emulator's. */
  function openChat(agent: () => Promise<string>, messages: readonly object[] | undefined) {
    const mock = createMockXpander({ agents: { agent }, clock: 'real' });
    const client = new Xpander({
      apiKey: 'test',
      fetch: (sent) =>
        messages !== undefined && sent.url.endsWith('/thread')
          ? Promise.resolve(Response.json(messages))
          : mock.fetch(sent),
    });
    const chat = createChatHandler({ client, agentId: 'agent', threadId: (chatId) => `thread-${chatId}` });
    const ask = async (text: string): Promise<void> => {
      await client.agents.invokeAsync('agent', { id: 'thread-1', input: text });
      await eventually(() => expect(mock.tasks[0]?.status).not.toBe('pending'));
    };
    const ended = (): Promise<void> => eventually(() => expect(mock.tasks[0]?.status).toBe('completed'));
    return { chat, ask, ended };
  }

  it('is empty before the first question', async () => {
    const { chat } = openChat(async () => 'Hello', undefined);
    expect(await chat.history('1', request)).toEqual([]);
  });

  it('adds the question of a running turn that the server has not written down yet', async () => {
    const gate = createGate();
    const { chat, ask } = openChat(
      () => gate.opened.then(() => 'Hello'),
      [
        { role: 'user', content: 'Before' },
        { role: 'assistant', content: 'Then' },
      ],
    );
    await ask('Now');
    expect(textsOf(await chat.history('1', request))).toEqual([
      ['user', 'Before'],
      ['assistant', 'Then'],
      ['user', 'Now'],
    ]);
    gate.open();
  });

  it('leaves out what a running turn has written so far, because resume replays it', async () => {
    const gate = createGate();
    const { chat, ask } = openChat(
      () => gate.opened.then(() => 'Hello'),
      [
        { role: 'user', content: 'Now' },
        { role: 'assistant', content: 'Half an ans' },
      ],
    );
    await ask(' Now\n');
    expect(textsOf(await chat.history('1', request))).toEqual([['user', 'Now']]);
    gate.open();
  });

  it('adds an answer that the server has not written down yet', async () => {
    const { chat, ask, ended } = openChat(async () => 'Hello', [{ role: 'user', content: 'Hi' }]);
    await ask('Hi');
    await ended();
    expect(textsOf(await chat.history('1', request))).toEqual([
      ['user', 'Hi'],
      ['assistant', 'Hello'],
    ]);
  });

  it('adds a whole turn that the server has not written down yet', async () => {
    const { chat, ask, ended } = openChat(async () => 'Hello', []);
    await ask('Hi');
    await ended();
    expect(textsOf(await chat.history('1', request))).toEqual([
      ['user', 'Hi'],
      ['assistant', 'Hello'],
    ]);
  });

  it('changes nothing in a thread that is complete', async () => {
    const complete = [
      { role: 'user', content: 'Hi (as the server decorates it)' },
      { role: 'assistant', content: 'Hello!' },
    ];
    const { chat, ask, ended } = openChat(async () => 'Hello', complete);
    await ask('Hi');
    await ended();
    expect(textsOf(await chat.history('1', request))).toEqual([
      ['user', complete[0]?.content],
      ['assistant', 'Hello!'],
    ]);
  });
});
