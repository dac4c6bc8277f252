import { type MockXpander, pause, type Script } from '@xpander/mock';

/** Agents that cannot go on alone, by the ids that the guide uses. */
export const approvals: Readonly<Record<string, Script>> = {
  '47c3a1de-5b0f-4c52-9a8e-1f6d2b7e9c04': async function* () {
    yield pause({ auth: { connector_name: 'Calendar', auth_url: 'https://calendar.example.com/login' } });
    yield 'You have two appointments.';
  },
  '9b1f0c3e-2d57-4e6a-8f10-6c4b7a2e5d18': async function* () {
    yield {
      type: 'auth_event',
      data: { type: 'login_required', data: { url: 'https://wiki.example.com/login', server_name: 'Wiki' } },
    };
    yield { type: 'auth_event', data: { type: 'token_ready' } };
    yield 'I may order it for 49 euros. ';
    yield pause({ hitl: { title: 'Order a chair?', wait_node_id: 'approve-order' } });
    yield 'Ordered.';
  },
};

/** The people whom the agents wait for: they act once the client has seen that it is their turn. */
export function bringPeople(mock: MockXpander): { leave(): void } {
  const looksBefore = new Map<string, number>();
  const timer = setInterval(() => {
    for (const { id, agent_id: agentId, status } of mock.tasks) {
      if (status !== 'paused') continue;
      const looks = mock.requestsTo('getTask').filter(({ path }) => path.endsWith(id)).length;
      const before = looksBefore.get(id) ?? looks;
      looksBefore.set(id, before);
      const isStreamed = mock.requestsTo('invokeStream').some(({ path }) => path.includes(String(agentId)));
      if (looks > before || isStreamed) mock.task(id).resume();
    }
  }, 20);
  return { leave: () => clearInterval(timer) };
}
