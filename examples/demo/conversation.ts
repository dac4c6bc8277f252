import { frequentPolls, type Stage, title } from './stage.ts';

/** Scene 6: two turns of one thread. */
export async function playConversation({ connect, screen }: Stage): Promise<void> {
  const thread = connect().agent('companion', frequentPolls).thread();
  title(screen, '6. A conversation: the second turn knows the first', 'const thread = agent.thread()');
  for (const text of ['My name is Dana', 'What is my name?']) {
    screen.line(`   thread.send(${JSON.stringify(text)})`);
    const { result } = await thread.send(text);
    screen.line(`   → ${result}`);
  }
  screen.line(`   both turns belong to thread ${thread.id?.slice(0, 8)}`);
}
