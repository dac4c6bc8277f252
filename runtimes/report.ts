import type { Matrix, Trial } from './matrix.ts';
import { verbs } from './matrix.ts';
import type { Shape } from './probe/cell.ts';
import { faults } from './server/faults.ts';

const intro = `# What happens in each runtime

Written by \`npx --yes pnpm@12.21.0 runtimes\`, which makes these calls with the packed SDK and each runtime's own \`fetch\`. On the other side is a Node server on loopback that misbehaves and counts. Nothing here is simulated. The command fails when a promise of [reliability.md](../docs/reliability.md) is broken:

- An invocation is repeated only when the server saw nothing: never has more than one of its POSTs arrived, but for what a browser sends again by itself (below).
- \`sent: false\` ("never sent") is said only where no request arrived.
- A run, a stream and a thread of two turns, against the emulator over HTTP, come to their right ends.
- An abort rejects with the very reason that was given, and nothing is sent when it came before.
- The key arrives with every request, and is in nothing that is printed: clients, tasks, and every error as text, as JSON and as the console shows it.

To repeat it: Linux on x64, and a Chromium or Chrome (\`apt-get install chromium\`, or \`CHROMIUM=/path/to/it\`). It downloads the other runtimes from npm (0.9 GB on disk) and takes some six minutes. \`… runtimes bun deno\` tries these two only, and writes nothing.

In the tables, **3 → 0** means that the SDK called \`fetch\` three times, and that the server saw no request.`;

const notes = `- Where the connection was never made and a runtime does not say so (workerd, browsers), the doubt stays: such an invocation is an \`AmbiguousInvocationError\`, and it is not repeated.
- **Chromium sends an invocation twice by itself** (1 → 2) when a connection that it has used before breaks before the headers of an answer; after its CORS question there always is one. A body that is a stream would prevent that, but Chromium sends such bodies over HTTP/2 only. Where a second run matters, call from a server.
- Bun, Deno, workerd and Chromium repeat *reads* by themselves on such connections (3 → 4). Deno would repeat invocations too if the SDK did not send their bodies as streams.
- A reset as soon as the connection is made hits the making of it or what follows, by chance. Deno tells which, and where it was the making, it was never sent; elsewhere it is left in doubt.
- Bun's \`EPROTO\` of a failed TLS handshake proves nothing: it says the same when a server refuses the client's certificate, by when the request may be on its way.`;

/** The whole of RESULTS.md. */
export function toMarkdown(matrices: readonly Matrix[]): string {
  const tables = verbs.map(
    (verb) => `## \`${verb === 'get' ? 'tasks.get' : 'agents.invokeAsync'}\`\n\n${toTable(matrices, verb)}`,
  );
  const thrown = faults
    .filter(({ isChance }) => !isChance)
    .map(({ name }) => toThrown(matrices, name))
    .filter((part) => part !== '');
  return [intro, ...tables, '## Notes', notes, '## What `fetch` threw', ...thrown].join('\n\n').concat('\n');
}

function toTable(matrices: readonly Matrix[], verb: string): string {
  const column = ({ trials }: Matrix): string[] =>
    faults.map(({ name }) => toCell(trials.find(({ fault, call }) => fault.name === name && call === verb)));
  const columns = [...groupBy(matrices, (matrix) => column(matrix).join('|')).values()];
  const rows = faults.map(({ name }, row) => [name, ...columns.map(([first]) => (first && column(first)[row]) ?? '')]);
  const head = ['', ...columns.map((group) => group.map(({ host }) => host).join(', '))];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function toCell(trial: Trial | undefined): string {
  if (trial === undefined) return '';
  const { fault, finding, seen } = trial;
  const { error, tries } = finding;
  if (fault.isChance) return `by chance → ${seen.length}`;
  const outcome = error === undefined ? 'answered' : `\`${error.name}\``;
  return `${outcome}${error?.facts.sent === false ? ', never sent' : ''}; ${tries} → ${seen.length}`;
}

/** What the runtimes threw for one fault, those that say the same together. */
function toThrown(matrices: readonly Matrix[], fault: string): string {
  const said = (matrix: Matrix): string => {
    const trial = matrix.trials.find((one) => one.fault.name === fault && one.call === 'invokeAsync');
    const thrown = trial?.finding.error && findThrown(trial.finding.error);
    return thrown ? toChain(thrown) : '';
  };
  const lines = [...groupBy(matrices, said)]
    .filter(([chain]) => chain !== '')
    .map(([chain, group]) => `- ${group.map(({ host }) => host).join(', ')}: ${chain}`);
  return lines.length === 0 ? '' : `**${fault}**\n\n${lines.join('\n')}`;
}

/** The first error that is not the SDK's own. */
function findThrown(error: Shape): Shape | undefined {
  const isOurs = 'isRetryable' in error.facts;
  return isOurs ? error.inner.map(findThrown).find((thrown) => thrown !== undefined) : error;
}

function toChain({ name, message, facts, inner }: Shape): string {
  const marks = [facts.code, facts.syscall].filter((mark) => mark !== undefined).join(' ');
  const own = toCode(`${name}${marks === '' ? '' : ` (${marks})`}: ${withoutChance(message)}`);
  return [own, ...inner.map(toChain)].join(' ← ');
}

function toCode(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** Ports, references and addresses in memory differ from run to run. */
function withoutChance(message: string): string {
  return message
    .replaceAll(/127\.0\.0\.1:\d{2,}/g, '127.0.0.1:<port>')
    .replaceAll(/reference = \w+/g, 'reference = …')
    .replace(/^[0-9A-F]{16}:/, '')
    .trim();
}

function groupBy<T>(items: readonly T[], toKey: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(toKey(item), [...(groups.get(toKey(item)) ?? []), item]);
  return groups;
}
