import { type Crowd, toCrowdTable } from './concurrency.ts';
import type { Matrix, Trial } from './matrix.ts';
import { verbs } from './matrix.ts';
import type { Shape } from './probe/cell.ts';
import { faults } from './server/faults.ts';

const intro = `# What happens in each runtime

Written by \`npx --yes pnpm@12.21.0 runtimes\`, which makes these calls with the packed SDK and the \`fetch\` of each runtime. A Node server on loopback plays the faults and counts the requests. Nothing is simulated. The command fails if a guarantee of [reliability.md](../docs/reliability.md) is broken:

- An invocation is repeated only if the server saw nothing. At most one of its POSTs arrives, except for the repeats of a browser (see the notes).
- An error has \`sent: false\` ("never sent") only if no request arrived.
- A run, a stream and a thread of two turns, against the emulator over HTTP, return the right results.
- An abort rejects with its own reason. If it comes before the call, nothing is sent.
- The key arrives with every request. It is in nothing that is printed: clients, tasks, and each error as text, as JSON and as the console shows it.

To repeat it, you need Linux on x64, and Chromium or Chrome (\`apt-get install chromium\`, or \`CHROMIUM=/path/to/it\`). The command downloads the other runtimes from npm (0.9 GB on disk) and takes about six minutes. \`… runtimes bun deno\` tries these two only, and prints the results instead of writing them.

In the tables, **3 → 0** means that the SDK called \`fetch\` three times, and that the server saw no request.`;

const notes = `- workerd and browsers do not say that a connection was never made. There, such an invocation rejects with an \`AmbiguousInvocationError\`, and is not repeated.
- **Chromium sends an invocation twice by itself** (1 → 2) if a reused connection breaks before the headers of the answer. After a CORS request, the connection is always a reused one. A stream as body would prevent the repeat, but Chromium sends such bodies over HTTP/2 only. If a second run matters, call from a server.
- Bun, Deno, workerd and Chromium repeat *reads* by themselves on such connections (3 → 4). Deno would repeat invocations too if the SDK did not send their bodies as streams.
- A reset just after the connection was made may hit the connecting or the sending, by chance. Deno reports which. If it was the connecting, the error has \`sent: false\`. The other runtimes do not report it, and the error leaves it open.
- Bun's \`EPROTO\` for a failed TLS handshake does not prove that nothing was sent: Bun reports the same if a server refuses the client's certificate, and the request may be on its way by then.`;

const concurrencyIntro = `One client serves all requests of a Worker, as at module scope. workerd forbids one request to use a timer or a connection of another, so no call of the SDK waits for one of another request.`;

/** Returns the text of RESULTS.md. */
export function toMarkdown(matrices: readonly Matrix[], crowds: readonly Crowd[]): string {
  const tables = verbs.map(
    (verb) => `## \`${verb === 'get' ? 'tasks.get' : 'agents.invokeAsync'}\`\n\n${toTable(matrices, verb)}`,
  );
  const thrown = faults
    .filter(({ isChance }) => !isChance)
    .map(({ name }) => toThrown(matrices, name))
    .filter((part) => part !== '');
  const concurrency =
    crowds.length === 0 ? [] : ['## Concurrent requests of a Worker', concurrencyIntro, toCrowdTable(crowds)];
  return [intro, ...tables, ...concurrency, '## Notes', notes, '## What `fetch` threw', ...thrown]
    .join('\n\n')
    .concat('\n');
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

/** Returns what the runtimes threw for one fault, with runtimes of the same text in one line. */
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

/** Returns the first error that is not one of the SDK. */
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

/** Removes ports, references and addresses in memory, which differ from run to run. */
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
