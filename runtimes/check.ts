import { isDeepStrictEqual } from 'node:util';
import type { Matrix, Trial } from './matrix.ts';
import type { Kind } from './server/faults.ts';

/** What a verb may end with, and whether the server has seen a request then. */
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

/** Everything that is not as it must be, in words. */
export function findBreaches(matrix: Matrix, apiKey: string): string[] {
  const { host, printed } = matrix;
  const trials = [...matrix.trials, ...matrix.manners];
  const breaches = [
    ...matrix.trials.flatMap((trial) => checkTrial(trial, matrix.isBrowser)),
    ...matrix.manners.flatMap(checkManner),
    ...trials.flatMap(({ seen }) =>
      seen.filter(({ key }) => key !== apiKey).map(() => 'a request came without the key'),
    ),
  ];
  if (`${printed}${JSON.stringify(trials.map(({ finding }) => finding))}`.includes(apiKey)) {
    breaches.push('the key was printed');
  }
  // Otherwise the line above has looked at nothing.
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
  if (error?.facts.sent === false && seen.length > 0) breaches.push('"never sent" was said of a request that arrived');
  if (call === 'invokeAsync') {
    // A browser sends again by itself what was lost on a connection in use. The SDK must not.
    const most = isBrowser && fault.kind === 'lost' && seen[0]?.isReused ? 2 : 1;
    if (seen.length > most) breaches.push(`${seen.length} POSTs arrived`);
    if (tries > 1 && seen.length > 0) breaches.push('an invocation that arrived was repeated');
    if (outcome === 'ConnectionError' && error?.facts.sent !== false) breaches.push('a doubt was not called one');
  }
  return breaches.map((breach) => `${fault.name}, ${call}: ${breach}`);
}

function checkManner({ call, finding, seen }: Trial): string[] {
  const { value, error, isReason, tries } = finding;
  const breaches: string[] = [];
  if (call === 'abort' || call === 'abort before') {
    const most = call === 'abort' ? 1 : 0;
    if (!isReason) breaches.push(`rejected with something else than the reason: ${error?.name} ${error?.message}`);
    if (tries > most || seen.length > most) breaches.push(`${tries} tries, and the server saw ${seen.length}`);
  } else if (!isDeepStrictEqual(value, values[call])) {
    breaches.push(`came to ${JSON.stringify(value)} ${error?.name} ${error?.message}`);
  }
  return breaches.map((breach) => `${call}: ${breach}`);
}
