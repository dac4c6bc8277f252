import type { MockXpander, Script } from '@xpander/mock';
import { type RunOptions, type Task, TaskFailedError, type Xpander } from '@xpander/sdk';
import { explain } from '../explain.ts';
import type { Screen } from './screen.ts';

const pricing = 'Analyze competitor pricing for Q1 2026';
const report = 'Generate a market report';

const answers: Readonly<Record<string, string>> = {
  [pricing]: 'Based on my analysis, the three main competitors raised their entry prices by 4 % on average.',
  [report]: 'Demand grew by 6 % over the quarter; buyers ask for reliability first, then for price.',
};

/** The agents of the local emulator: one that answers, one that breaks, one that would go on for hours. */
export const emulatedAgents: Readonly<Record<string, Script>> = {
  analyst: async ({ text, sleep }) => {
    await sleep(2_500);
    return answers[text] ?? `I was asked: ${text}`;
  },
  unlucky: [
    { status: 'executing', afterMs: 500 },
    { status: 'error', afterMs: 2_000, result: 'The pricing database refused the login' },
  ],
  endless: async ({ sleep }) => {
    await sleep(3_600_000);
    return 'Done at last';
  },
};

/** Everything there is to see: a run, a sync call, a failure and a stop. */
export async function playOnEmulator(xpander: Xpander, mock: MockXpander, screen: Screen): Promise<void> {
  await playRun(xpander, 'analyst', screen);
  await playInvoke(xpander, 'analyst', screen);
  await playFailure(xpander, screen);
  await playStop(xpander, mock, screen);
  screen.line();
  screen.line('That was every way a run can end.');
}

/** What can be shown without breaking anything. */
export async function playOnRealApi(xpander: Xpander, agentId: string, screen: Screen): Promise<void> {
  await playRun(xpander, agentId, screen);
  await playInvoke(xpander, agentId, screen);
}

async function playRun(xpander: Xpander, agentId: string, screen: Screen): Promise<void> {
  title(screen, '1. A run: started, then polled to its end', `agent.run(${JSON.stringify(pricing)})`);
  const task = await xpander.agent(agentId).run(pricing, watching(screen));
  screen.line(`   → ${task.result}`);
}

async function playInvoke(xpander: Xpander, agentId: string, screen: Screen): Promise<void> {
  title(
    screen,
    '2. A sync call: one request, held open until the answer is there',
    `agent.invoke(${JSON.stringify(report)})`,
  );
  screen.progress('   waiting for the answer …');
  const task = await xpander.agent(agentId).invoke(report, watching(screen));
  screen.line(`   → ${task.result}`);
}

async function playFailure(xpander: Xpander, screen: Screen): Promise<void> {
  title(screen, '3. A run that fails: a typed error, never half an answer', `agent.run(${JSON.stringify(report)})`);
  await showFailure(screen, xpander.agent('unlucky').run(report, watching(screen)));
}

async function playStop(xpander: Xpander, mock: MockXpander, screen: Screen): Promise<void> {
  title(screen, '4. A run that someone stops', `agent.run(${JSON.stringify(report)})`);
  const { onUpdate: show } = watching(screen);
  const onUpdate = (task: Task): void => {
    show(task);
    if (task.status !== 'executing') return;
    screen.line('   someone presses Stop in the console');
    mock.task(task.id).stop();
  };
  await showFailure(screen, xpander.agent('endless').run(report, { onUpdate }));
}

async function showFailure(screen: Screen, run: Promise<unknown>): Promise<void> {
  try {
    await run;
  } catch (error) {
    if (!(error instanceof TaskFailedError)) throw error;
    screen.line(`   ✗ ${explain(error)}`);
    if (error.task.result) screen.line(`     error.task.result: ${error.task.result}`);
    return;
  }
  throw new Error('The run was expected to fail, and did not');
}

function title(screen: Screen, text: string, code: string): void {
  screen.line();
  screen.line(text);
  screen.line(`   ${code}`);
}

/** Shows each change of the task, and when it was seen. */
function watching(screen: Screen): RunOptions & { onUpdate: (task: Task) => void } {
  const startedMs = performance.now();
  return {
    onUpdate: ({ id, status }) => {
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      screen.line(`   ${seconds.padStart(4)} s  task ${id.slice(0, 8)} is ${status}`);
    },
  };
}
