import { sampleFromSchema } from './sample-from-schema.ts';
import type { ScriptTurn, TimelineEntry } from './types.ts';

/** How long a task of the built-in agent is `pending`, in milliseconds. */
export const BUILT_IN_PENDING_MS = 1_500;
/** How long it is `executing` after that, in milliseconds. */
export const BUILT_IN_EXECUTING_MS = 3_000;

const COMPETITOR_PRICING = `Based on my analysis, the three main competitors priced like this in Q1 2026:
1. Northwind: 49 USD a month per seat, up 4 % on the quarter before.
2. Contoso: 39 USD a month per seat, unchanged, with 20 % off for yearly plans.
3. Fabrikam: billed by use, about 0.8 cents a run.
Your price lies between the first two.`;

const MARKET_REPORT = `# Market report

- Demand grew by 6 % on the quarter before.
- Three vendors share about two thirds of the market.
- Buyers ask first for reliability, then for price.

Outlook: steady growth over the next two quarters.`;

type BuiltInTurn = Pick<ScriptTurn, 'text' | 'history' | 'request' | 'settings'>;

/**
 * Plays every agent id if no `agents` are given: pending for 1.5 s, executing for 3 s, then completed.
 *
 * It answers the prompts of the API documentation, remembers a name given earlier in the thread, adds, subtracts and
 * multiplies two integers, and repeats any other prompt. With the output format `json`, of the request or of the agent,
 * the answer is JSON, made up to fit the output schema if there is one. The same turn always gets the same answer.
 */
export function playBuiltInAgent(turn: BuiltInTurn): readonly TimelineEntry[] {
  const answer = answerTo(turn);
  const { output_format: format, output_schema: schema } = turn.settings;
  const json = schema == null ? { answer } : sampleFromSchema(schema);
  const result = format === 'json' ? JSON.stringify(json) : answer;
  return [
    { status: 'executing', afterMs: BUILT_IN_PENDING_MS },
    { status: 'completed', afterMs: BUILT_IN_EXECUTING_MS, result },
  ];
}

function answerTo({ text, history, request }: BuiltInTurn): string {
  const prompt = text.trim();
  if (/competitor pricing/i.test(prompt)) return COMPETITOR_PRICING;
  if (/market report/i.test(prompt)) return MARKET_REPORT;
  const name = nameIn(prompt);
  if (name !== undefined) return `Nice to meet you, ${name}.`;
  if (/what(?: is|'s) my name/i.test(prompt)) return recallName(history);
  return calculate(prompt) ?? describeRequest(prompt, request.input.files ?? []);
}

function nameIn(text: string): string | undefined {
  return /my name is (\p{L}[\p{L}'-]*)/iu.exec(text)?.[1];
}

function recallName(history: BuiltInTurn['history']): string {
  const messages = history.filter(({ role }) => role === 'user').reverse();
  const name = messages.map(({ content }) => nameIn(content)).find((found) => found !== undefined);
  return name === undefined ? 'You have not told me your name yet.' : `Your name is ${name}.`;
}

function calculate(text: string): string | undefined {
  const match = /^(?:what(?: is|'s) )?(-?\d{1,9})\s*([+*-])\s*(-?\d{1,9})\s*[=?]*$/i.exec(text);
  if (match === null) return undefined;
  const [left, right] = [Number(match[1]), Number(match[3])];
  if (match[2] === '+') return String(left + right);
  return String(match[2] === '-' ? left - right : left * right);
}

function describeRequest(prompt: string, files: readonly string[]): string {
  const subject = prompt === '' ? 'no text' : `"${prompt}"`;
  const attachments = files.length === 0 ? '' : ` and ${files.length} file${files.length === 1 ? '' : 's'}`;
  return `This is the built-in agent of the local emulator. It was asked: ${subject}${attachments}.`;
}
