import { fail, type ScriptEvent, type ScriptTurn } from '@xpander/mock';

const pauseMs = 120;

/** The agent of the local emulator: it writes word by word, and fails if the question contains "fail". */
export async function* writer({ text, sleep }: ScriptTurn): AsyncGenerator<ScriptEvent, void> {
  const answer = `You asked: “${text}”. This is the agent of the emulator, and it does not know the answer. It writes slowly, so that you see the pieces arrive.`;
  for (const [index, word] of answer.split(/(?<= )/).entries()) {
    await sleep(pauseMs);
    yield word;
    if (index === 5 && /\bfail\b/i.test(text)) throw fail('The agent was asked to fail');
  }
}
