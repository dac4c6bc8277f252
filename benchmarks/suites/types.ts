import { fileURLToPath } from 'node:url';
import { type Compilation, compile } from '../measure/compile.ts';
import { ratio, type Section, type Suite, type Target } from '../measure/report.ts';
import { median } from '../measure/statistics.ts';
import { ours } from '../peers/contenders.ts';

const nothing = 'an empty file';
/** One program for each SDK that starts, waits, streams, lists and converses. */
const consumers: ReadonlyMap<string, string> = new Map([
  [nothing, '../consumers/empty.ts'],
  [ours, '../../packages/sdk/tests/budgets/every-verb.ts'],
  ['openai', '../consumers/openai.ts'],
  ['@langchain/langgraph-sdk', '../consumers/langgraph.ts'],
]);

/** What the types cost a program that is compiled against them. */
export const types: Suite = {
  name: 'types',
  async run({ isQuick }) {
    const rounds = isQuick ? 2 : 7;
    const measured = new Map<string, Compilation[]>([...consumers.keys()].map((name) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, file] of consumers) {
        measured.get(name)?.push(await compile(fileURLToPath(new URL(file, import.meta.url))));
      }
    }
    return toSection(measured, rounds);
  },
};

type Column = keyof Compilation;
const columns: readonly Column[] = ['checkSeconds', 'memoryKib', 'instantiations', 'types'];

function toSection(measured: ReadonlyMap<string, readonly Compilation[]>, rounds: number): Section {
  /** The cost of the consumer without that of an empty file. */
  const cost = (name: string, column: Column): number => medianOf(name, column) - medianOf(nothing, column);
  const medianOf = (name: string, column: Column): number =>
    median((measured.get(name) ?? []).map((compilation) => compilation[column]));
  const names = [...consumers.keys()].filter((name) => name !== nothing);
  const rows = names.map((name) => [
    name === ours ? `**${name}**` : name,
    ...columns.map((column) => {
      const shown = ratio(cost(name, column) / cost(ours, column));
      return column === 'instantiations' || column === 'types' ? `${shown} (${cost(name, column)})` : shown;
    }),
  ]);
  return {
    title: 'Types',
    method:
      'A program that uses every method, and one each for openai and langgraph-sdk that does the same, are compiled with ' +
      '`tsc --extendedDiagnostics --singleThreaded` under `strict`. The cost of an empty file is subtracted. Counts are ' +
      `exact. Time and memory are medians over ${rounds} interleaved rounds. Less is better.`,
    tables: [{ caption: 'Ratios to ours.', head: ['', 'check time', 'memory', 'instantiations', 'types'], rows }],
    targets: names.filter((name) => name !== ours).map((name) => toTarget(name, cost)),
  };
}

function toTarget(name: string, cost: (name: string, column: Column) => number): Target {
  const value = cost(ours, 'checkSeconds') / cost(name, 'checkSeconds');
  return { aim: `check time below ${name}'s`, found: `${ratio(value)} of it`, isMet: value < 1 };
}
