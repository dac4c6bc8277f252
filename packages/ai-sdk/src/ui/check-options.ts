import { ConfigurationError } from '@xpander/sdk';

/** Returns what is wrong with a value and how to fix it; `undefined` if the value is valid. */
export type Check = (value: unknown) => readonly [problem: string, hint: string] | undefined;

export type Checks<Options> = Readonly<Record<keyof Options & string, Check>>;

const check =
  (isValid: (value: unknown) => boolean, expected: string, hint: string): Check =>
  (value) =>
    isValid(value) ? undefined : [`must be ${expected}`, hint];

export const callback: Check = check((value) => typeof value === 'function', 'a function', 'Pass a function');
export const flag: Check = check((value) => typeof value === 'boolean', 'a boolean', 'Pass true or false');
export const text: Check = check(
  (value) => typeof value === 'string' && value !== '',
  'a non-empty text',
  'Pass a text',
);

export const milliseconds: Check = check(
  // A longer time than this would make a timer fire at once.
  (value) => typeof value === 'number' && value >= 0 && value < 2 ** 31,
  'a number of milliseconds',
  'Use 0 for none, or a positive number',
);

export const positiveCount: Check = check(
  (value) => Number.isSafeInteger(value) && Number(value) > 0,
  'a positive whole number',
  'Use 1, 2, 3, …',
);

export const headers: Check = check(
  (value) =>
    isRecord(value) && !(Symbol.iterator in value) && Object.values(value).every((item) => typeof item === 'string'),
  'a plain object of texts',
  'Pass { name: value }',
);

export const oneOf = (...allowed: readonly string[]): Check =>
  check(
    (value) => allowed.some((known) => known === value),
    'a known value',
    `Use ${allowed.map((value) => JSON.stringify(value)).join(' or ')}`,
  );

/** Checks an object of options within the options. */
export const members =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (!isRecord(value)) return ['must be an object', `Pass { ${Object.keys(checks).join(', ')} }`];
    return findMistake(value, checks, (name, [problem, hint]) => [`${name} ${problem}`, hint]);
  };

/** @throws ConfigurationError for an option that is unknown or invalid. No message contains a value. */
export function checkOptions(options: unknown, checks: Readonly<Record<string, Check>>): void {
  if (!isRecord(options)) throw new ConfigurationError('options', 'must be an object', 'Pass an object');
  findMistake(options, checks, (name, [problem, hint]) => {
    throw new ConfigurationError(name, problem, hint);
  });
}

function findMistake<T>(
  options: Readonly<Record<string, unknown>>,
  checks: Readonly<Record<string, Check>>,
  report: (name: string, mistake: readonly [string, string]) => T,
): T | undefined {
  const unknown = ['is not an option', `Use one of: ${Object.keys(checks).join(', ')}`] as const;
  for (const [name, value] of Object.entries(options)) {
    const known = Object.hasOwn(checks, name) ? checks[name] : undefined;
    const mistake = known === undefined ? unknown : value === undefined ? undefined : known(value);
    if (mistake !== undefined) return report(name, mistake);
  }
  return undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
