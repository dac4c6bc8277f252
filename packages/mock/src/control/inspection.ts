import { AssertionError } from 'node:assert';
import type { OperationName } from '../protocol/models.ts';
import { operationOf } from '../server/router.ts';
import type { Inspection, RecordedRequest, RequestLog } from './types.ts';

export function createInspection(log: RequestLog, unusedFaults: () => readonly string[]): Inspection {
  const requestsTo = (operation: OperationName): readonly RecordedRequest[] =>
    log.kept.filter(({ method, path }) => operationOf(method, path) === operation);

  return {
    requestsTo,
    expectRequests: (counts) => {
      const expected = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
      const actual = log.counts();
      const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
      if ([...names].every((name) => expected[name] === actual[name])) return;
      const message = `Expected ${describe(expected)}, but got ${describe(actual)}.`;
      throw new AssertionError({ message, actual, expected, operator: 'expectRequests' });
    },
    expectNoFaultsLeft: () => {
      const actual = unusedFaults();
      if (actual.length === 0) return;
      const message = `Unused faults: ${actual.join(', ')}.`;
      throw new AssertionError({ message, actual, expected: [], operator: 'expectNoFaultsLeft' });
    },
  };
}

function describe(counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts).map(([name, count]) => `${count} × ${name}`);
  return entries.length === 0 ? 'no request' : entries.join(', ');
}
