import type { Host } from './hosts/host.ts';
import type { Call, Cell, Finding } from './probe/cell.ts';
import { type Fault, faults, silence } from './server/faults.ts';
import { openSite, type Seen } from './server/site.ts';

export const verbs = ['invokeAsync', 'get'] as const;

/** One call under one fault: what the SDK says, and what the server knows. */
export interface Trial {
  readonly fault: Fault;
  readonly call: Call;
  readonly finding: Finding;
  readonly seen: readonly Seen[];
}

/** All that was found out about one runtime. */
export interface Matrix {
  readonly host: string;
  readonly isBrowser: boolean;
  readonly trials: readonly Trial[];
  /** Runs that go well, and aborts. */
  readonly manners: readonly Trial[];
  readonly printed: string;
}

/** Nothing in the system takes so long; a runtime that does hangs. */
const longTimeoutMs = 60_000;

/** Puts every question to one runtime. */
export async function fillMatrix(host: Host, emulatorUrl: string, apiKey: string): Promise<Matrix> {
  const asked = faults.filter(({ forbids }) => forbids === undefined || host.isBrowser);
  const pairs = asked.flatMap((fault) => verbs.map((call) => ({ fault, call })));
  const trials = await tryOut(host, apiKey, pairs);
  const emulator: Fault = { name: 'emulator', kind: 'fine', address: emulatorUrl };
  const happy = (['run', 'stream', 'thread'] as const).map((call) => ({ fault: emulator, call }));
  const aborted = (['abort', 'abort before'] as const).map((call) => ({ fault: silence, call }));
  return {
    host: host.name,
    isBrowser: host.isBrowser,
    trials,
    manners: await tryOut(host, apiKey, [...happy, ...aborted]),
    printed: host.printed(),
  };
}

/** Each pair gets a server of its own, so that what arrives there belongs to it. */
async function tryOut(
  host: Host,
  apiKey: string,
  pairs: readonly { readonly fault: Fault; readonly call: Call }[],
): Promise<Trial[]> {
  const sites = await Promise.all(pairs.map(({ fault }) => openSite(fault)));
  const cells = pairs.map(
    ({ fault, call }, index): Cell => ({
      id: String(index),
      call,
      baseUrl: sites[index]?.baseUrl ?? '',
      apiKey,
      timeoutMs: fault.timeoutMs ?? longTimeoutMs,
      isWarm: fault.isWarm ?? false,
    }),
  );
  const findings = await host.examine(cells);
  for (const site of sites) site.close();
  return pairs.map((pair, index) => {
    const finding = findings.find(({ id }) => id === String(index));
    if (finding === undefined) throw new Error(`${host.name} found out nothing about ${pair.fault.name}`);
    return { ...pair, finding, seen: sites[index]?.seen ?? [] };
  });
}
