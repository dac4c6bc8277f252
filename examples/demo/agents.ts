import type { Script } from '@xpander/mock';

export const pricing = 'Analyze competitor pricing for Q1 2026';
export const report = 'Generate a market report';

const answers: Readonly<Record<string, string>> = {
  [pricing]: 'Based on my analysis, the three main competitors raised their entry prices by 4 % on average.',
  [report]: 'Demand grew by 6 % over the quarter; buyers ask for reliability first, then for price.',
};

/** The agents of the local emulator. Each scene says which one it calls. */
export const emulatedAgents: Readonly<Record<string, Script>> = {
  analyst: async ({ text, sleep }) => {
    await sleep(1_800);
    return answers[text] ?? `I was asked: ${text}`;
  },
  unlucky: [
    { status: 'executing', afterMs: 500 },
    { status: 'error', afterMs: 1_300, result: 'The pricing database refused the login' },
  ],
  endless: async ({ sleep }) => {
    await sleep(3_600_000);
    return 'Done at last';
  },
  writer: async function* ({ text, sleep }) {
    for (const word of (answers[text] ?? text).split(/(?<= )/)) {
      await sleep(120);
      yield word;
    }
  },
  companion: async ({ text, history, sleep }) => {
    await sleep(600);
    const said = [...history.map(({ content }) => content), text].join('\n');
    const name = /My name is (\w+)/.exec(said)?.[1] ?? 'unknown to me';
    return text.endsWith('?') ? `Your name is ${name}.` : `Nice to meet you, ${name}.`;
  },
  clerk: async ({ text, sleep }) => {
    await sleep(500 + (text.length % 5) * 100);
    return `Done: ${text}`;
  },
};
