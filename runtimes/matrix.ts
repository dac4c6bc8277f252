import type { Host } from './hosts/host.ts';
import type { Call, Cell, Finding } from './probe/cell.ts';
import { type Fault, faults, silence } from './server/faults.ts';
import { openSite, type Seen } from './server/site.ts';

export const verbs = ['invokeAsync', 'get'] as const;

/** One call with one fault: what the SDK returned, and what the server saw. */
export interface Trial {
  readonly fault: Fault;
  readonly call: Call;
  readonly finding: Finding;
  readonly seen: readonly Seen[];
}

/** All results of one runtime. */
export interface Matrix {
  readonly host: string;
  readonly isBrowser: boolean;
  readonly trials: readonly Trial[];
  /** Successful runs, and aborts. */
  readonly manners: readonly Trial[];
  readonly printed: string;
}

/** Longer than any call here takes: a runtime that reaches this limit hangs. */
const longTimeoutMs = 60_000;

/** Makes every call in one runtime. */
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

/** Each pair gets its own server, so that every request there belongs to it. */
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
    if (finding === undefined) throw new Error(`${host.name} returned no finding for ${pair.fault.name}`);
    return { ...pair, finding, seen: sites[index]?.seen ?? [] };
  });
}
