import { isDeepStrictEqual } from 'node:util';
import type { Matrix, Trial } from './matrix.ts';
import type { Kind } from './server/faults.ts';

/** The allowed outcomes of a call, and whether the server must have seen a request. */
interface Expected {
  readonly invokeAsync: readonly string[];
  readonly get: readonly string[];
  readonly isSeen: boolean;
}

const answered = 'answered';
const expected: Readonly<Record<Kind, Expected>> = {
  fine: { invokeAsync: [answered], get: [answered], isSeen: true },
  unsent: { invokeAsync: ['ConnectionError', 'AmbiguousInvocationError'], get: ['ConnectionError'], isSeen: false },
  lost: { invokeAsync: ['AmbiguousInvocationError'], get: ['ConnectionError'], isSeen: true },
  late: { invokeAsync: ['AmbiguousInvocationError'], get: ['TimeoutError'], isSeen: true },
  page: { invokeAsync: ['AmbiguousInvocationError'], get: ['ProtocolError'], isSeen: true },
  redirect: { invokeAsync: ['ProtocolError'], get: ['ProtocolError'], isSeen: true },
};

const values: Readonly<Record<string, unknown>> = {
  run: { result: 'one-1 two-1 ', last: 'completed' },
  stream: { text: 'one-1 two-1 ', isInPieces: true, result: 'one-1 two-1 ' },
  thread: { results: ['one-1 ', 'two-2 '], isOneThread: true },
};

/** Returns a sentence for each broken promise. */
export function findBreaches(matrix: Matrix, apiKey: string): string[] {
  const { host, printed } = matrix;
  const trials = [...matrix.trials, ...matrix.manners];
  const breaches = [
    ...matrix.trials.flatMap((trial) => checkTrial(trial, matrix.isBrowser)),
    ...matrix.manners.flatMap(checkManner),
    ...trials.flatMap(({ seen }) =>
      seen.filter(({ key }) => key !== apiKey).map(() => 'a request arrived without the key'),
    ),
  ];
  if (`${printed}${JSON.stringify(trials.map(({ finding }) => finding))}`.includes(apiKey)) {
    breaches.push('the key was printed');
  }
  // Otherwise the check above has read no output.
  if (!printed.includes('AmbiguousInvocationError')) breaches.push('no error was printed');
  return breaches.map((breach) => `${host}: ${breach}`);
}

function checkTrial({ fault, call, finding, seen }: Trial, isBrowser: boolean): string[] {
  const { tries, error } = finding;
  const outcome = error?.name ?? answered;
  const { [call as 'get']: outcomes, isSeen } = expected[fault.kind];
  const breaches: string[] = [];
  if (!outcomes.includes(outcome)) breaches.push(`ended with ${outcome}: ${error?.message}`);
  if (isSeen !== seen.length > 0) breaches.push(`the server saw ${seen.length} requests`);
  if (error?.facts.sent === false && seen.length > 0)
    breaches.push('an error says "never sent", but the request arrived');
  if (call === 'invokeAsync') {
    // A browser repeats a request that was lost on a reused connection. The SDK must not.
    const most = isBrowser && fault.kind === 'lost' && seen[0]?.isReused ? 2 : 1;
    if (seen.length > most) breaches.push(`${seen.length} POSTs arrived`);
    if (tries > 1 && seen.length > 0) breaches.push('an invocation that arrived was repeated');
    if (outcome === 'ConnectionError' && error?.facts.sent !== false)
      breaches.push('the SDK does not know whether it was sent, but does not call it ambiguous');
  }
  return breaches.map((breach) => `${fault.name}, ${call}: ${breach}`);
}

function checkManner({ call, finding, seen }: Trial): string[] {
  const { value, error, isReason, tries } = finding;
  const breaches: string[] = [];
  if (call === 'abort' || call === 'abort before') {
    const most = call === 'abort' ? 1 : 0;
    if (!isReason) breaches.push(`rejected with something other than the reason: ${error?.name} ${error?.message}`);
    if (tries > most || seen.length > most) breaches.push(`${tries} tries, and the server saw ${seen.length}`);
  } else if (!isDeepStrictEqual(value, values[call])) {
    breaches.push(`returned ${JSON.stringify(value)} ${error?.name} ${error?.message}`);
  }
  return breaches.map((breach) => `${call}: ${breach}`);
}
