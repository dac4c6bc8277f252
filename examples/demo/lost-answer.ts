import { report } from './agents.ts';
import { frequentPolls, type Stage, showUpdates, title } from './stage.ts';

/** Scene 7: the API accepts a run, and its answer never arrives. The client finds the run instead of starting a second. */
export async function playLostAnswer({ connect, mock, screen }: Stage): Promise<void> {
  const code = `agent.run(${JSON.stringify(report)}, { onAmbiguous: "adopt" })`;
  title(screen, '7. A lost answer: the run is found again, not started twice', code);
  const before = { posts: mock.requestsTo('invokeAsync').length, tasks: mock.tasks.length };
  mock.drop({ operation: 'invokeAsync', at: 'after-accept' });
  screen.line('           the run has started, and the connection breaks before the answer');
  const agent = connect().agent('analyst', frequentPolls);
  const task = await agent.run(report, { onAmbiguous: 'adopt', ...showUpdates(screen) });
  screen.line(`   → ${task.result}`);
  const posts = mock.requestsTo('invokeAsync').length - before.posts;
  screen.line(`   POSTs sent: ${posts}, runs started: ${mock.tasks.length - before.tasks}`);
}
