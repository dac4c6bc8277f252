import type { Child } from './child.ts';
import { median, quantile } from './statistics.ts';

/** The scores of each contender, round by round. */
export type Scores<Answer> = ReadonlyMap<string, readonly Answer[]>;

/**
 * Asks every contender the same question once a round, one at a time.
 *
 * Other load on the machine affects all contenders of a round alike. The order rotates, so that no contender is always
 * first.
 */
export async function inRounds<Answer>(
  contenders: ReadonlyMap<string, Child>,
  rounds: number,
  question: object,
): Promise<Scores<Answer>> {
  const scores = new Map<string, Answer[]>([...contenders.keys()].map((name) => [name, []]));
  const names = [...contenders.keys()];
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round) % names.length] ?? '';
      const answer = await contenders.get(name)?.ask<Answer>(question);
      if (answer !== undefined) scores.get(name)?.push(answer);
    }
  }
  return scores;
}

/** The median over the rounds of a contender's score divided by the baseline's in the same round. */
export function medianRatio<Answer>(
  scores: Scores<Answer>,
  name: string,
  baseline: string,
  pick: (answer: Answer) => number,
): number {
  return median(ratios(scores, name, baseline, pick));
}

/** Half the distance between the quartiles of those ratios, as a share of their median. */
export function spread<Answer>(
  scores: Scores<Answer>,
  name: string,
  baseline: string,
  pick: (answer: Answer) => number,
): number {
  const all = ratios(scores, name, baseline, pick);
  return (quantile(all, 0.75) - quantile(all, 0.25)) / 2 / median(all);
}

function ratios<Answer>(
  scores: Scores<Answer>,
  name: string,
  baseline: string,
  pick: (answer: Answer) => number,
): number[] {
  const below = scores.get(baseline) ?? [];
  return (scores.get(name) ?? []).map((answer, round) => {
    const other = below[round];
    if (other === undefined) throw new Error(`${baseline} has no score in round ${round}`);
    return pick(answer) / pick(other);
  });
}
