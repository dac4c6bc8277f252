import { report } from './agents.ts';
import { type Stage, startTimer, title } from './stage.ts';

/** Scene 5: the text of an answer while the agent writes it. */
export async function playStream({ connect, screen }: Stage): Promise<void> {
  const code = `agent.stream(${JSON.stringify(report)}).textStream()`;
  title(screen, '5. A streamed answer: text appears while the agent writes it', code);
  const elapsed = startTimer();
  const stream = connect().agent('writer').stream(report);
  let firstText: string | undefined;
  screen.text('   → ');
  for await (const text of stream.textStream()) {
    firstText ??= elapsed();
    screen.text(text);
  }
  const { status } = await stream.finalTask();
  screen.line();
  screen.line(`   first text after ${firstText}, ${status} after ${elapsed()}`);
}
