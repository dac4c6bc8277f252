import { type MockOptions, pause, type ScriptEvent, type ScriptTurn } from '@xpander/mock';

const report = `Three of your competitors changed their prices this week.

Northwind raised its starter plan from 19 to 24 euros. Contoso now bills by seat. Fabrikam kept its prices, but dropped the free plan.

Your own plan is now the cheapest of the four.`;

/** Waits before the agent says a word. */
export type Pace = (word: string) => Promise<unknown>;

/** Plays an agent that uses tools, answers slowly enough to be interrupted, and needs a login for mail. */
export function createAgents(
  toLoginUrl: (taskId: string) => string,
  pace: Pace | undefined,
): NonNullable<MockOptions['agents']> {
  return {
    assistant: async function* ({ text, request, sleep }: ScriptTurn): AsyncGenerator<ScriptEvent, void> {
      const speak = (words: string): AsyncIterable<string> => speakAt(pace ?? (() => sleep(60)), words);
      if (/mail/i.test(text)) {
        yield pause({ auth: { connector_name: 'Mail', auth_url: toLoginUrl(request.id ?? '') } });
        yield* useTool('mail_search', sleep);
        yield* speak('You have two new mails: an invoice from Northwind, and the minutes of Monday.');
        return;
      }
      if (/fail/i.test(text)) throw new Error('The price list is locked by user 4711.');
      yield* speak('I look at the price lists first. ');
      yield* useTool('web_search', sleep);
      yield* speak(report);
    },
  };
}

type Sleep = ScriptTurn['sleep'];

async function* useTool(name: string, sleep: Sleep): AsyncGenerator<ScriptEvent, void> {
  const call = { request_id: crypto.randomUUID(), operation_id: name };
  yield { type: 'tool_call_request', data: { ...call, payload: { query: 'internal' } } };
  await sleep(900);
  yield { type: 'tool_call_result', data: { ...call, result: 'internal', is_error: false } };
}

async function* speakAt(pace: Pace, words: string): AsyncGenerator<string, void> {
  for (const word of words.match(/\S+\s*/g) ?? []) {
    await pace(word);
    yield word;
  }
}
