import { type MockXpander, pause, type ScriptEvent, type ScriptTurn } from '@xpander/mock';

/** An agent that needs people: one to log in to the calendar, or two to log in and to approve an order. */
export async function* approver({ text }: ScriptTurn): AsyncGenerator<ScriptEvent, void> {
  if (text.includes('calendar')) {
    yield pause({ auth: { connector_name: 'Calendar', auth_url: 'https://calendar.example.com/login' } });
    yield 'You have two appointments.';
    return;
  }
  yield {
    type: 'auth_event',
    data: { type: 'login_required', data: { url: 'https://wiki.example.com/login', server_name: 'Wiki' } },
  };
  yield { type: 'auth_event', data: { type: 'token_ready' } };
  yield 'I may order it for 49 euros. ';
  yield pause({ hitl: { title: 'Order a chair?', wait_node_id: 'approve-order' } });
  yield 'Ordered.';
}

/** Resumes each paused task after the client has seen the pause: in a poll, or as an event of a stream. */
export function bringPeople(mock: MockXpander): { leave(): void } {
  const looksBefore = new Map<string, number>();
  const timer = setInterval(() => {
    for (const { id, input, status } of mock.tasks) {
      if (status !== 'paused') continue;
      const looks = mock.requestsTo('getTask').filter(({ path }) => path.endsWith(id)).length;
      const before = looksBefore.get(id) ?? looks;
      looksBefore.set(id, before);
      const isStreamed = mock.requestsTo('invokeStream').some(({ body }) => textOf(body) === input?.text);
      if (looks > before || isStreamed) mock.task(id).resume();
    }
  }, 20);
  return { leave: () => clearInterval(timer) };
}

function textOf(body: unknown): string | undefined {
  return (body as { input?: { text?: string } } | undefined)?.input?.text;
}
