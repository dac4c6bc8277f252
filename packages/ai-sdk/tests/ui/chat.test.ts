import { pause, type ScriptEvent, type ScriptTurn } from '@xpander/mock';
import { describe, expect, it } from 'vitest';
import { type ChatSite, openSite, threadOf } from './chat-site.ts';
import { eventually } from './eventually.ts';
import { createGate } from './gate.ts';
import { dataOf, type Page, type PageMessage, type PagePart, pages, textOf } from './pages.ts';

const authUrl = 'https://login.example.com/connect?state=1';

async function readHistory(site: ChatSite, chatId = 'chat-1'): Promise<PageMessage[]> {
  const response = await fetch(`${site.api}/${chatId}`);
  return (await response.json()) as PageMessage[];
}

const rolesAndTexts = (messages: readonly PageMessage[]): string[] =>
  messages.map((message) => `${message.role}: ${textOf(message)}`);

const partsOf = (page: Page, type: string): readonly PagePart[] =>
  page.messages.at(-1)?.parts.filter((part) => part.type === type) ?? [];

describe.each(pages)('a page with %s', (_, openPage) => {
  it('shows the answer piece by piece, and then the whole conversation', async () => {
    const second = createGate();
    const site = await openSite({
      agents: {
        async *poet() {
          yield 'Roses are red, ';
          await second.opened;
          yield 'violets are blue.';
        },
      },
    });
    const page = openPage(site);
    const sent = page.send('Write a poem');
    await eventually(() => expect(textOf(page.messages[1])).toBe('Roses are red, '));
    expect(page.status).toBe('streaming');
    second.open();
    await sent;
    expect(page).toMatchObject({ status: 'ready', error: undefined });
    expect(rolesAndTexts(page.messages)).toEqual(['user: Write a poem', 'assistant: Roses are red, violets are blue.']);
    expect(dataOf(page.messages[1], 'data-status')).toEqual({ status: 'completed' });
  });

  it('continues one thread, which remembers, and shows it again after a reload', async () => {
    const site = await openSite({ agents: { host: ({ text, turn }) => `Answer ${turn} to ${text}` } });
    const page = openPage(site);
    await page.send('one');
    await page.send('two');
    const shown = ['user: one', 'assistant: Answer 1 to one', 'user: two', 'assistant: Answer 2 to two'];
    expect(rolesAndTexts(page.messages)).toEqual(shown);
    const reloaded = openPage({ ...site, messages: await readHistory(site) });
    await reloaded.resume();
    expect(rolesAndTexts(reloaded.messages)).toEqual(shown);
    await reloaded.send('three');
    expect(textOf(reloaded.messages.at(-1))).toBe('Answer 3 to three');
    expect(site.mock.tasks).toHaveLength(1);
  });

  it('gets the whole answer after a reload in the middle of it', async () => {
    const rest = createGate();
    const site = await openSite({
      agents: {
        async *writer() {
          yield 'The first half, ';
          await rest.opened;
          yield 'and the second half.';
        },
      },
    });
    const first = openPage(site);
    void first.send('Write');
    await eventually(() => expect(textOf(first.messages[1])).toBe('The first half, '));
    await first.leave();

    const reloaded = openPage({ ...site, messages: await readHistory(site) });
    expect(rolesAndTexts(reloaded.messages)).toEqual(['user: Write']);
    const resumed = reloaded.resume();
    await eventually(() => expect(dataOf(reloaded.messages[1], 'data-status')).toEqual({ status: 'executing' }));
    rest.open();
    await resumed;
    expect(rolesAndTexts(reloaded.messages)).toEqual([
      'user: Write',
      'assistant: The first half, and the second half.',
    ]);
    expect(site.mock.requestsTo('invokeStream')).toHaveLength(1);
    expect(site.errors).toEqual([]);
  });

  it('finds an answer in the history that ended before the page came back', async () => {
    const site = await openSite({ agents: { host: () => 'Hello' } });
    const page = openPage(site);
    await page.send('Hi');
    const reloaded = openPage({ ...site, messages: await readHistory(site) });
    await reloaded.resume();
    expect(rolesAndTexts(reloaded.messages)).toEqual(['user: Hi', 'assistant: Hello']);
    expect((await fetch(`${site.api}/chat-1/stream`)).status).toBe(204);
  });

  it('stops the run, and keeps what was written', async () => {
    const site = await openSite({
      agents: {
        async *endless({ sleep }: ScriptTurn): AsyncGenerator<ScriptEvent, void> {
          yield 'On and on ';
          await sleep(600_000);
        },
      },
    });
    const page = openPage(site);
    const sent = page.send('Go');
    await eventually(() => expect(textOf(page.messages[1])).toBe('On and on '));
    expect((await fetch(`${site.api}/chat-1/stop`, { method: 'POST' })).status).toBe(204);
    await sent;
    expect(page).toMatchObject({ status: 'ready', error: undefined });
    expect(dataOf(page.messages[1], 'data-status')).toEqual({ status: 'stopped' });
    expect(site.mock.tasks[0]?.status).toBe('stopped');
    expect(rolesAndTexts(await readHistory(site)).at(0)).toBe('user: Go');
  });

  it('shows the login that the run waits for, also after a reload, and the answer after it', async () => {
    const site = await openSite({
      agents: {
        async *clerk() {
          yield pause({ auth: { connector_name: 'Mail', auth_url: authUrl } });
          yield 'You have two mails.';
        },
      },
    });
    const page = openPage(site);
    const sent = page.send('Read my mail');
    const paused = { status: 'paused', authUrl, connector: 'Mail' };
    await eventually(() => expect(dataOf(page.messages[1], 'data-status')).toEqual(paused));
    const reloaded = openPage({ ...site, messages: await readHistory(site) });
    const resumed = reloaded.resume();
    await eventually(() => expect(dataOf(reloaded.messages[1], 'data-status')).toEqual(paused));

    const id = await threadOf('dana', 'chat-1');
    site.mock.task(id).resume();
    await Promise.all([sent, resumed]);
    for (const { messages } of [page, reloaded]) {
      expect(textOf(messages[1])).toBe('You have two mails.');
      // The link disappears with the pause.
      expect(dataOf(messages[1], 'data-status')).toEqual({ status: 'completed' });
    }
  });

  it('says why a question is refused while the one before waits for a person', async () => {
    const site = await openSite({
      agents: {
        async *clerk() {
          yield pause({ auth: { connector_name: 'Mail', auth_url: authUrl } });
        },
      },
    });
    const first = openPage(site);
    void first.send('Read my mail');
    await eventually(() => expect(dataOf(first.messages[1], 'data-status')).toMatchObject({ status: 'paused' }));
    await first.leave();
    const second = openPage(site);
    await second.send('And now?');
    expect(second.error?.message).toMatch(/^The agent is waiting for a login or an approval\. /);
    expect(dataOf(second.messages[1], 'data-status')).toMatchObject({ authUrl });
    expect(site.mock.requestsTo('invokeStream')).toHaveLength(1);
  });

  it('answers the questions of two tabs one after the other', async () => {
    const first = createGate();
    const site = await openSite({
      agents: {
        async host({ text, turn }) {
          if (turn === 1) await first.opened;
          return `Answer ${turn} to ${text}`;
        },
      },
    });
    const [one, two] = [openPage(site), openPage(site)];
    const sentOne = one.send('one');
    await eventually(() => expect(site.mock.requestsTo('invokeStream')).toHaveLength(1));
    const sentTwo = two.send('two');
    first.open();
    await Promise.all([sentOne, sentTwo]);
    expect(textOf(one.messages[1])).toBe('Answer 1 to one');
    expect(textOf(two.messages[1])).toBe('Answer 2 to two');
    expect(rolesAndTexts(await readHistory(site))).toHaveLength(4);
  });

  it('has its question answered even if it was reloaded while the question waited for another tab', async () => {
    const first = createGate();
    const site = await openSite({
      agents: {
        async host({ text, turn }) {
          if (turn === 1) await first.opened;
          return `Answer ${turn} to ${text}`;
        },
      },
    });
    const [one, two] = [openPage(site), openPage(site)];
    const sentOne = one.send('one');
    await eventually(() => expect(dataOf(one.messages[1], 'data-status')).toEqual({ status: 'executing' }));
    void two.send('two');
    await eventually(() => expect(site.heard().match(/"type":"start"/g)).toHaveLength(2));
    await two.leave();
    first.open();
    await sentOne;
    await eventually(async () =>
      expect(rolesAndTexts(await readHistory(site)).at(-1)).toBe('assistant: Answer 2 to two'),
    );
  });

  it('shows one sentence for a run that failed, and the server gets the error', async () => {
    const site = await openSite({
      agents: {
        async *clerk() {
          yield 'Let me see … ';
          throw new Error('password of the database: hunter2');
        },
      },
    });
    const page = openPage(site);
    await page.send('How many?');
    expect(page).toMatchObject({ status: 'error', error: { message: 'The agent could not finish the answer.' } });
    expect(textOf(page.messages[1])).toBe('Let me see … ');
    expect(site.errors).toMatchObject([{ code: 'task_failed' }]);
    expect(site.heard()).not.toContain('hunter2');
    const reloaded = await readHistory(site);
    expect(reloaded.map(({ role }) => role)).toEqual(['user', 'assistant']);
    expect(dataOf(reloaded[1], 'data-status')).toEqual({ status: 'error' });
  });

  it('does not run the agent twice after a lost answer', async () => {
    const site = await openSite({ agents: { host: () => 'Hello' } });
    site.mock.fail({ operation: 'invokeStream', status: 502, at: 'after-accept' });
    const page = openPage(site);
    await page.send('Hi');
    expect(page.error?.message).toBe('The agent could not finish the answer.');
    expect(site.errors).toMatchObject([{ code: 'ambiguous_invocation' }]);
    expect(site.mock.requestsTo('invokeStream')).toHaveLength(1);
    await eventually(async () =>
      expect(rolesAndTexts(await readHistory(site))).toEqual(['user: Hi', 'assistant: Hello']),
    );
  });

  it('shows the whole answer after the connection to the agent was cut', async () => {
    const site = await openSite({
      agents: {
        async *poet() {
          yield 'Roses are red, ';
          yield 'violets are blue.';
        },
      },
    });
    site.mock.drop({ operation: 'invokeStream', at: 'mid-stream' });
    const page = openPage(site);
    await page.send('Write a poem');
    site.mock.expectNoFaultsLeft();
    expect(textOf(page.messages[1])).toBe('Roses are red, violets are blue.');
  });

  it('shows the names of tools, and nothing that goes in or comes out', async () => {
    const site = await openSite({
      agents: {
        async *analyst() {
          yield 'I look it up. ';
          yield {
            type: 'tool_call_request',
            data: {
              request_id: 'r1',
              operation_id: 'search',
              payload: { query: 'confidential-in' },
              reasoning: { title: 'confidential-why' },
            },
          };
          yield {
            type: 'tool_call_result',
            data: { request_id: 'r1', operation_id: 'search', result: 'confidential-out', is_error: false },
          };
          yield { type: 'think', data: { title: 'confidential-thought' } };
          yield 'Done.';
        },
      },
    });
    const page = openPage(site);
    await page.send('Prices?');
    expect(partsOf(page, 'dynamic-tool')).toMatchObject([
      { toolName: 'search', state: 'output-available', input: {}, output: null },
    ]);
    expect(partsOf(page, 'text').map(({ text }) => text)).toEqual(['I look it up. ', 'Done.']);
    expect(site.heard()).not.toContain('confidential');
  });

  it('asks again on request, as a further turn', async () => {
    const site = await openSite({ agents: { host: ({ turn }) => `Answer ${turn}` } });
    const page = openPage(site);
    await page.send('Hi');
    await page.regenerate();
    expect(rolesAndTexts(page.messages)).toEqual(['user: Hi', 'assistant: Answer 2']);
  });
});
