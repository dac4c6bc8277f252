import { fail, pause, type Script, type ScriptEvent } from '@xpander/mock';

/** The courses that a run can take. */
export type AgentId =
  | 'completes'
  | 'takesTime'
  | 'fails'
  | 'breaks'
  | 'neverEnds'
  | 'asksForApproval'
  | 'asksForSignIn'
  | 'answersInJson';

/** An agent of the mock for each course. Runs that end do so within milliseconds. */
export const agents: Readonly<Record<AgentId, Script>> = {
  completes: ({ text, turn }) => `Answer ${turn} to: ${text}`,
  takesTime: [
    { status: 'executing', afterMs: 20 },
    { status: 'completed', afterMs: 100, result: 'It took a while.' },
  ],
  fails: () => {
    throw fail('No price list was readable');
  },
  breaks: () => {
    throw new Error('Tool call failed: upstream returned 500');
  },
  neverEnds: ({ sleep }) => sleep(3_600_000).then(() => 'An hour later'),
  asksForApproval: async function* (): AsyncGenerator<ScriptEvent> {
    yield pause({ hitl: { wait_node_id: 'approve-refund' } });
    yield 'Refunded.';
  },
  asksForSignIn: async function* (): AsyncGenerator<ScriptEvent> {
    yield pause({ auth: { connector_name: 'Google Calendar', auth_url: 'https://connect.example.com/authorize' } });
    yield 'Booked.';
  },
  answersInJson: () => ({ number: '2026-0117', total: 1284.5 }),
};
