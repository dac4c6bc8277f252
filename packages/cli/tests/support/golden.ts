import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { type CommandOptions, start } from './command.ts';
import { type Emulator, emulate } from './emulator.ts';
import { openTerminal } from './terminal.ts';

/** A command line whose outputs are kept in a reviewed file. */
export interface GoldenCase {
  readonly args: readonly string[];
  /** Brings about what the command works on. Its result is put in place of `{}` in the arguments. */
  readonly prepare?: (emulator: Emulator, cwd: string) => Promise<string>;
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: CommandOptions['env'];
  /** What is piped into the command. */
  readonly input?: string;
  /** What is typed at the terminal, each text as soon as the terminal has shown the other. */
  readonly keys?: readonly (readonly [awaited: string | RegExp, text: string])[];
  /** Interrupts the command in a pipe as soon as it has printed this. */
  readonly interruptAfter?: RegExp;
  /** Default: virtual, so that times do not depend on the machine. */
  readonly clock?: 'real' | 'virtual';
  /** The form that is left out, because the command has none of it. */
  readonly without?: 'json' | 'terminal';
}

const columns = 80;

/** Runs the case at a terminal, in a pipe and with `--json`, each on an emulator of its own, and shows all outputs. */
export async function perform(golden: GoldenCase, node: string): Promise<string> {
  const { args, without } = golden;
  const sections = await Promise.all([
    ...(without === 'terminal' ? [] : [atTerminal(golden, node)]),
    inPipe(golden, [], node),
    ...(without === 'json' ? [] : [inPipe(golden, ['--json'], node)]),
  ]);
  return [
    `$ xpander-agent ${args.map((word) => (word === '{}' ? '<ids>' : quote(word))).join(' ')}\n`,
    ...sections,
  ].join('\n');
}

interface Place {
  readonly args: readonly string[];
  readonly options: CommandOptions;
  readonly normalize: (text: string) => string;
  readonly remove: () => void;
}

/** An emulator and a folder for one run. */
async function place(
  { args, prepare, files = {}, env, input, clock = 'virtual' }: GoldenCase,
  node: string,
): Promise<Place> {
  const emulator = await emulate({ clock });
  const home = mkdtempSync(join(tmpdir(), 'xpander-golden-'));
  const cwd = join(home, 'work');
  mkdirSync(cwd);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
  const subject = (await prepare?.(emulator, cwd)) ?? '';
  const variables = { ...emulator.env, HOME: home, ...env };
  return {
    args: args.flatMap((word) => (word === '{}' ? subject.split(' ') : [word])),
    options: { env: variables, cwd, node, ...(input !== undefined && { input }) },
    normalize: (text) => normalize(text.replaceAll(home, '<home>')),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

async function atTerminal(golden: GoldenCase, node: string): Promise<string> {
  const { args, options, normalize: clean, remove } = await place(golden, node);
  const terminal = openTerminal(args, { ...options, columns });
  for (const [awaited, text] of golden.keys ?? []) {
    await terminal.waitFor(awaited);
    terminal.type(text);
  }
  const { code } = await terminal.ended;
  const shown = await terminal.shownStyled();
  remove();
  return `== at a terminal of ${columns} columns: code ${code}\n${clean(shown)}\n`;
}

async function inPipe(golden: GoldenCase, more: readonly string[], node: string): Promise<string> {
  const { args, options, normalize: clean, remove } = await place(golden, node);
  const command = start([...args, ...more], options);
  if (golden.interruptAfter !== undefined) {
    await command.waitFor(golden.interruptAfter);
    command.child.kill('SIGINT');
  }
  const { code, out, err } = await command.ended;
  remove();
  const isJson = more.length > 0;
  const show = (text: string): string => clean(isJson ? showJson(text) : escapeControls(text));
  const name = isJson ? 'with --json' : 'in a pipe';
  return [`== ${name}: code ${code}, standard output`, show(out), `== ${name}: standard error`, show(err)].join('\n');
}

/** Lines of JSON, each of which is indented for the reader of the file. */
function showJson(text: string): string {
  if (text === '') return '';
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `${JSON.stringify(JSON.parse(line), shorten, 2)}\n`)
    .join('');
}

const shown = ['id', 'name', 'agent_id', 'status', 'result', 'finished_at'];

/** Leaves out what a task or an agent of the API has beside this, which is the emulator's. */
function shorten(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('organization_id' in value) || !('id' in value)) return value;
  const members = Object.entries(value).filter(([name]) => shown.includes(name));
  return { ...Object.fromEntries(members), '…': 'and the other members' };
}

function escapeControls(text: string): string {
  return text.replace(
    /[^\P{Cc}\t\n]|\p{Bidi_C}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function quote(word: string): string {
  return /^[\w./:=@{}-]+$/.test(word) ? word : `"${word.replaceAll('\n', '\\n')}"`;
}

/** Replaces what differs from run to run. */
function normalize(text: string): string {
  const ids = new Map<string, string>();
  return text
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, (id) => {
      const name = ids.get(id) ?? `<id ${ids.size + 1}>`;
      ids.set(id, name);
      return name;
    })
    .replace(/(127\.0\.0\.1:|port ?)\d{4,5}\b/gi, '$1<port>')
    .replace(/\b\d+ ms\b/g, '<n> ms')
    .replace(/(answered 200 in ).*?(?=["\n])/g, '$1<n> ms')
    .replace(/\d+ agents/g, '<n> agents')
    .replace(/^(<dim>)?\d+ s /gm, '$1<n> s ')
    .replace(/(Node |"node": ")\d+\.\d+\.\d+/g, '$1<version>')
    .replaceAll(packageJson.version, '<version>')
    .replace(/"ms": \d+/g, '"ms": "<n>"');
}
