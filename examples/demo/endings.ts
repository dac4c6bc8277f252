import { type Task, TaskFailedError, type Xpander } from '@xpander/sdk';
import { explain } from '../explain.ts';
import { pricing, report } from './agents.ts';
import type { Screen } from './screen.ts';
import { frequentPolls, type Stage, showUpdates, title } from './stage.ts';

/** Scenes 1 to 4: the ways in which a run can end. */
export async function playEndings({ connect, mock, screen }: Stage): Promise<void> {
  const xpander = connect();
  await playRun(xpander, 'analyst', screen);
  await playInvoke(xpander, 'analyst', screen);
  title(screen, '3. A run that fails: the call rejects with a typed error', `agent.run(${JSON.stringify(report)})`);
  await showFailure(screen, xpander.agent('unlucky', frequentPolls).run(report, showUpdates(screen)));
  title(screen, '4. A run that is stopped from outside: the same error class', `agent.run(${JSON.stringify(report)})`);
  const { onUpdate: show } = showUpdates(screen);
  const onUpdate = (task: Task): void => {
    show(task);
    if (task.status !== 'executing') return;
    screen.line('           the Stop button of the console is pressed');
    mock.task(task.id).stop();
  };
  await showFailure(screen, xpander.agent('endless', frequentPolls).run(report, { onUpdate }));
}

export async function playRun(xpander: Xpander, agentId: string, screen: Screen): Promise<void> {
  title(screen, '1. A run: started, then polled to its end', `agent.run(${JSON.stringify(pricing)})`);
  const task = await xpander.agent(agentId).run(pricing, showUpdates(screen));
  screen.line(`   → ${task.result}`);
}

export async function playInvoke(xpander: Xpander, agentId: string, screen: Screen): Promise<void> {
  const code = `agent.invoke(${JSON.stringify(report)})`;
  title(screen, '2. A sync call: one request, held open until the answer arrives', code);
  screen.progress('   waiting for the answer …');
  const task = await xpander.agent(agentId).invoke(report, showUpdates(screen));
  screen.line(`   → ${task.result}`);
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
  throw new Error('The run was expected to fail, but it completed');
}
