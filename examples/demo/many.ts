import type { BatchProgress } from '@xpander/sdk';
import type { Screen } from './screen.ts';
import { type Stage, startTimer, title } from './stage.ts';

const prompts = Array.from({ length: 20 }, (_, index) => `Summarize the reviews of product ${index + 1}`);
const rateLimit = { requests: 10, perMs: 1_000 } as const;
const linesEvery = 5;

/** Scene 8: a batch whose starts, polls and reads share one budget of requests. */
export async function playMany({ connect, mock, screen }: Stage): Promise<void> {
  const code = 'new Xpander({ rateLimit: { requests: 10, perMs: 1_000 } })';
  title(screen, '8. Twenty prompts within a rate limit of 10 requests a second', code);
  screen.line('   agent.runMany(prompts, { concurrency: 10, onProgress })');
  const elapsed = startTimer();
  const requestsBefore = mock.requests.length;
  // The progress of the batch takes the place of the polls on the screen.
  const agent = connect({ rateLimit, hooks: {} }).agent('clerk');
  let answers = 0;
  for await (const { error } of agent.runMany(prompts, { concurrency: 10, onProgress: showProgress(screen) })) {
    if (error !== undefined) throw error;
    answers += 1;
  }
  screen.line(`   → ${answers} answers after ${elapsed()}, over ${mock.requests.length - requestsBefore} requests`);
}

/** A line for every fifth outcome. Terminals also show the others, in place. */
function showProgress(screen: Screen): (progress: BatchProgress) => void {
  let printed = 0;
  return ({ started, settled, failed, total = prompts.length }) => {
    const bar = '█'.repeat(settled).padEnd(total, '░');
    const text = `   ${bar}  ${settled} of ${total} settled, ${failed} failed`;
    if (settled % linesEvery !== 0 || settled === printed) return screen.progress(`${text}, ${started} started`);
    printed = settled;
    screen.line(text);
  };
}
